package org.hillock.op;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The shape of dense data in C order: the last dimension is contiguous. A shape may hold zeros (it
 * is then empty) and at most {@link Long#MAX_VALUE} elements.
 */
public final class Shape {

  private final long[] dimensions;
  private final long size;

  private Shape(long[] dimensions, long size) {
    this.dimensions = dimensions;
    this.size = size;
  }

  /**
   * A shape of the given dimensions, outermost first.
   *
   * @param dimensions lengths in elements, none negative; none at all is a scalar, of one element
   * @return the shape
   * @throws IllegalArgumentException when a dimension is negative or the number of elements does
   *     not fit a long
   */
  public static Shape of(long... dimensions) {
    long size = 1;
    for (int i = 0; i < dimensions.length; i++) {
      if (dimensions[i] < 0) {
        throw new IllegalArgumentException(
            "dimension %d of shape %s is %d; expected at least 0"
                .formatted(i, Arrays.toString(dimensions), dimensions[i]));
      }
    }
    try {
      for (long dimension : dimensions) {
        size = dimension == 0 || size == 0 ? 0 : Math.multiplyExact(size, dimension);
      }
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "shape " + Arrays.toString(dimensions) + " has more than 2^63 - 1 elements", e);
    }
    return new Shape(dimensions.clone(), size);
  }

  /**
   * The number of dimensions.
   *
   * @return 0 for a scalar
   */
  public int rank() {
    return dimensions.length;
  }

  /**
   * The number of elements.
   *
   * @return the product of the dimensions
   */
  public long size() {
    return size;
  }

  /**
   * The length of one dimension.
   *
   * @param axis which one; negative axes count from the end, as in NumPy
   * @return the length in elements
   * @throws IllegalArgumentException when there is no such axis
   */
  public long dimension(int axis) {
    return dimensions[axis(axis)];
  }

  /**
   * The axis counted from the front.
   *
   * @param axis from {@code -rank} to {@code rank - 1}
   * @return from 0 to {@code rank - 1}
   * @throws IllegalArgumentException when there is no such axis
   */
  public int axis(int axis) {
    if (axis < -rank() || axis >= rank()) {
      throw new IllegalArgumentException(
          rank() == 0
              ? "axis is %d, but a scalar has no axis".formatted(axis)
              : "axis is %d; expected %d to %d for shape %s"
                  .formatted(axis, -rank(), rank() - 1, this));
    }
    return axis < 0 ? axis + rank() : axis;
  }

  /**
   * The dimensions, outermost first.
   *
   * @return a copy
   */
  public long[] dimensions() {
    return dimensions.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(dimensions, shape.dimensions);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dimensions);
  }

  /** The shape as {@code 4096x1024}, or {@code scalar}. */
  @Override
  public String toString() {
    return rank() == 0
        ? "scalar"
        : Arrays.stream(dimensions).mapToObj(Long::toString).collect(Collectors.joining("x"));
  }
}
