package org.hillock.bench.peers.onnxruntime;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.hillock.bench.peers.MissingException;
import org.hillock.bench.peers.Task;

/**
 * ONNX models of one operation, from a tensor x to a tensor y of any shape. The numbers of the
 * fields are those of onnx.proto3.
 */
final class Models {

  private static final int IR_VERSION = 9;

  /** The first that has Gelu. */
  private static final int OPSET = 20;

  private static final int FLOAT = 1;
  private static final int ATTRIBUTE_FLOAT = 1;
  private static final int ATTRIBUTE_INT = 2;
  private static final int ATTRIBUTE_STRING = 3;

  private static final Map<String, List<Node>> ALL =
      Map.ofEntries(
          Map.entry("RELU", List.of(node("Relu"))),
          Map.entry("LEAKY_RELU", List.of(node("LeakyRelu", real("alpha", 0.01f)))),
          Map.entry("ELU", List.of(node("Elu", real("alpha", 1)))),
          Map.entry("SIGMOID", List.of(node("Sigmoid"))),
          Map.entry("TANH", List.of(node("Tanh"))),
          Map.entry("GELU", List.of(node("Gelu", text("approximate", "none")))),
          Map.entry("GELU_TANH", List.of(node("Gelu", text("approximate", "tanh")))),
          // As exporters write it; the session makes one operation of the two.
          Map.entry(
              "SWISH",
              List.of(
                  new Node("Sigmoid", List.of("x"), "s", List.of()),
                  new Node("Mul", List.of("x", "s"), "y", List.of()))),
          Map.entry("SOFTMAX", List.of(node("Softmax", integer("axis", -1)))),
          Map.entry("LOG_SOFTMAX", List.of(node("LogSoftmax", integer("axis", -1)))),
          Map.entry(Task.COPY, List.of(node("Identity"))));

  private record Node(String op, List<String> inputs, String output, List<Message> attributes) {}

  private Models() {}

  /** The model of a task's operation, as the bytes of a file. */
  static byte[] of(Task task) throws MissingException {
    if (task.isBackward()) {
      throw new MissingException("it computes forward only");
    }
    List<Node> nodes = ALL.get(task.op());
    if (nodes == null) {
      throw new MissingException("no such operation is known of it");
    }
    Message graph =
        out -> {
          for (Node node : nodes) {
            message(out, 1, node(node));
          }
          out.writeString(2, "graph");
          message(out, 11, value("x"));
          message(out, 12, value("y"));
        };
    return bytes(
        out -> {
          out.writeInt64(1, IR_VERSION);
          message(out, 7, graph);
          message(out, 8, opset -> opset.writeInt64(2, OPSET));
        });
  }

  private static Node node(String op, Message... attributes) {
    return new Node(op, List.of("x"), "y", List.of(attributes));
  }

  private static Message node(Node node) {
    return out -> {
      for (String input : node.inputs()) {
        out.writeString(1, input);
      }
      out.writeString(2, node.output());
      out.writeString(4, node.op());
      for (Message attribute : node.attributes()) {
        message(out, 5, attribute);
      }
    };
  }

  /** A float tensor whose shape is not said. */
  private static Message value(String name) {
    return out -> {
      out.writeString(1, name);
      message(out, 2, type -> message(type, 1, tensor -> tensor.writeInt32(1, FLOAT)));
    };
  }

  private static Message real(String name, float value) {
    return out -> {
      out.writeString(1, name);
      out.writeFloat(2, value);
      out.writeInt32(20, ATTRIBUTE_FLOAT);
    };
  }

  private static Message integer(String name, long value) {
    return out -> {
      out.writeString(1, name);
      out.writeInt64(3, value);
      out.writeInt32(20, ATTRIBUTE_INT);
    };
  }

  private static Message text(String name, String value) {
    return out -> {
      out.writeString(1, name);
      out.writeString(4, value);
      out.writeInt32(20, ATTRIBUTE_STRING);
    };
  }

  /** The fields of a message. */
  private interface Message {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  private static void message(CodedOutputStream out, int field, Message message)
      throws IOException {
    out.writeByteArray(field, bytes(message));
  }

  private static byte[] bytes(Message message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      message.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Not of memory.
    }
    return bytes.toByteArray();
  }
}
