package org.hillock.op;

/**
 * One thing that can be computed, forward and backward: an activation with its parameter, or a
 * softmax.
 *
 * <p>Forward maps {@code x} to {@code y} of the same shape. Backward maps what was saved and the
 * upstream gradient {@code dy} to {@code dx}, all of the same shape; an {@linkplain Elementwise
 * activation} saves its input, a {@linkplain Softmax softmax} its output.
 */
public sealed interface Operation permits Elementwise, Softmax {

  /**
   * The operation as people write it, with each parameter that is not its default, for messages and
   * tables.
   *
   * @return for example {@code GELU}, {@code LEAKY_RELU(0.2)} or {@code SOFTMAX(axis -1,
   *     temperature 0.7)}
   */
  String label();

  /**
   * Checks that this operation can be applied to data of a shape.
   *
   * @param shape the shape of the data
   * @throws IllegalArgumentException when it cannot be, naming the operation and the shape
   */
  void check(Shape shape);
}
