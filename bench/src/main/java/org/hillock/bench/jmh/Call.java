package org.hillock.bench.jmh;

import java.util.Arrays;
import org.hillock.bench.OperationNames;
import org.hillock.op.Operation;
import org.hillock.op.Shape;

/** What is called, on how much: {@code GELU:1024}, {@code SOFTMAX:64x16}. */
record Call(Operation operation, Shape shape) {

  /**
   * The call of a text.
   *
   * @throws IllegalArgumentException when it is none; the message says what is expected
   */
  static Call of(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          "'%s' is no call; expected an operation and a shape such as GELU:1024 or SOFTMAX:64x16"
              .formatted(text));
    }
    return new Call(
        OperationNames.operation(text.substring(0, colon)), shape(text.substring(colon + 1)));
  }

  /** The shape of a text such as {@code 64x16}. */
  static Shape shape(String text) {
    return Shape.of(Arrays.stream(text.split("x", -1)).mapToLong(Long::parseLong).toArray());
  }
}
