package org.hillock.bench.peers.nd4j;

import java.util.Map;
import org.hillock.bench.peers.MissingException;
import org.hillock.bench.peers.Task;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.TransformOp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.PreciseGELU;
import org.nd4j.linalg.api.ops.impl.transforms.strict.PreciseGELUDerivative;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Swish;
import org.nd4j.linalg.api.ops.impl.transforms.strict.SwishDerivative;
import org.nd4j.linalg.factory.Nd4j;

/** An operation of ND4J's, by the catalogue's name. */
interface Operation {

  Map<String, Operation> FORWARD =
      Map.ofEntries(
          Map.entry("RELU", forward("relu", 0)),
          Map.entry("LEAKY_RELU", forward("lrelu", 0.01)),
          Map.entry("ELU", forward("elu", 1)),
          Map.entry("SIGMOID", forward("sigmoid")),
          Map.entry("TANH", forward("tanh")),
          Map.entry("GELU_TANH", transform(PreciseGELU::new)),
          Map.entry("SWISH", transform(Swish::new)),
          Map.entry("SOFTMAX", forward("softmax")),
          Map.entry("LOG_SOFTMAX", forward("log_softmax")),
          Map.entry(Task.COPY, (x, dy, y) -> y.assign(x)));

  Map<String, Operation> BACKWARD =
      Map.ofEntries(
          Map.entry("RELU", backward("relu_bp", 0)),
          Map.entry("LEAKY_RELU", backward("lrelu_bp", 0.01)),
          Map.entry("ELU", backward("elu_bp", 1)),
          Map.entry("SIGMOID", backward("sigmoid_bp")),
          Map.entry("TANH", backward("tanh_bp")),
          Map.entry("GELU_TANH", slope(PreciseGELUDerivative::new)),
          Map.entry("SWISH", slope(SwishDerivative::new)),
          Map.entry("SOFTMAX", backward("softmax_bp")),
          Map.entry("LOG_SOFTMAX", backward("log_softmax_bp")));

  /** Computes y; dy is of no interest forward. */
  void run(INDArray x, INDArray dy, INDArray y);

  static Operation of(Task task) throws MissingException {
    if (task.op().equals("GELU")) {
      throw new MissingException("its GELU is x·sigmoid(1.702·x), another function");
    }
    Operation operation = (task.isBackward() ? BACKWARD : FORWARD).get(task.op());
    if (operation == null) {
      throw new MissingException("no such operation is known of it");
    }
    return operation;
  }

  private static Operation forward(String name, double... parameters) {
    return (x, dy, y) -> run(name, parameters, y, x);
  }

  private static Operation backward(String name, double... parameters) {
    return (x, dy, y) -> run(name, parameters, y, x, dy);
  }

  private static void run(String name, double[] parameters, INDArray y, INDArray... inputs) {
    CustomOp op =
        DynamicCustomOp.builder(name)
            .addInputs(inputs)
            .addOutputs(y)
            .addFloatingPointArguments(box(parameters))
            .build();
    Nd4j.getExecutioner().exec(op);
  }

  private static Double[] box(double... values) {
    Double[] boxed = new Double[values.length];
    for (int i = 0; i < values.length; i++) {
      boxed[i] = values[i];
    }
    return boxed;
  }

  /** An operation of the older kind, from an array to another. */
  interface Transform {
    TransformOp of(INDArray x, INDArray z);
  }

  private static Operation transform(Transform transform) {
    return (x, dy, y) -> Nd4j.getExecutioner().exec(transform.of(x, y));
  }

  /** Only the slope is there: the product with dy is a pass of its own, as in its own layers. */
  private static Operation slope(Transform transform) {
    return (x, dy, y) -> {
      Nd4j.getExecutioner().exec(transform.of(x, y));
      y.muli(dy);
    };
  }
}
