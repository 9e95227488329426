package org.hillock.bench.npy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The element types that can be read, all of them as float32. */
enum ElementType {
  /** Taken as it is. */
  FLOAT32("f4", 4, "float32") {
    @Override
    float next(ByteBuffer bytes) {
      return bytes.getFloat();
    }
  },
  /** Rounded to the nearest float32. */
  FLOAT64("f8", 8, "float64") {
    @Override
    float next(ByteBuffer bytes) {
      return (float) bytes.getDouble();
    }
  },
  /** Widened, exactly. */
  FLOAT16("f2", 2, "float16") {
    @Override
    float next(ByteBuffer bytes) {
      return Half.toFloat(bytes.getShort());
    }
  };

  private final String code;
  private final int bytes;
  private final String label;

  ElementType(String code, int bytes, String label) {
    this.code = code;
    this.bytes = bytes;
    this.label = label;
  }

  /** The next element of a buffer, as float32. */
  abstract float next(ByteBuffer bytes);

  /** The length of an element in bytes. */
  int bytes() {
    return bytes;
  }

  /** NumPy's name for it. */
  String label() {
    return label;
  }

  /**
   * The type and byte order that a descr such as {@code <f4} stands for; empty when it is none of
   * ours.
   */
  static Optional<Described> of(String descr) {
    return Arrays.stream(values())
        .filter(type -> descr.length() == 3 && descr.endsWith(type.code))
        .filter(type -> descr.charAt(0) == '<' || descr.charAt(0) == '>')
        .map(
            type ->
                new Described(
                    type, descr.charAt(0) == '<' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN))
        .findFirst();
  }

  /** The descrs accepted, for messages. */
  static String accepted() {
    return Arrays.stream(values())
        .map(type -> "'<%s' or '>%s' (%s)".formatted(type.code, type.code, type.label))
        .collect(Collectors.joining(", "));
  }

  /** A type in one of the two byte orders. */
  record Described(ElementType type, ByteOrder order) {}
}
