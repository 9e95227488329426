package org.hillock.opencl;

import org.hillock.op.Operation;
import org.hillock.op.Rows;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;

/**
 * A call cut into chunks that can be computed by themselves: some elements of an activation, some
 * whole rows of a softmax, with all that are interleaved with them.
 *
 * @param operation what is computed of a chunk
 * @param unit the shape of the least that can be computed by itself, without its first dimension
 * @param elements how many elements there are
 * @param size how many elements a chunk has, but for the last
 */
record Chunks(Operation operation, Rows unit, int elements, int size) {

  /**
   * Cuts a call on data that is not empty.
   *
   * @param most the most elements of a chunk; it has more where less cannot be computed by itself
   */
  static Chunks of(Operation operation, Shape shape, long most) {
    int elements = Math.toIntExact(shape.size());
    if (operation instanceof Softmax softmax) {
      Rows rows = softmax.rows(shape);
      long unit = rows.columns() * rows.inner();
      return new Chunks(
          new Softmax(1, softmax.temperature(), softmax.logarithmic()),
          new Rows(1, rows.columns(), rows.inner()),
          elements,
          Math.toIntExact(Math.max(1, Math.min(most, elements) / unit) * unit));
    }
    return new Chunks(operation, new Rows(1, 1, 1), elements, (int) Math.min(most, elements));
  }

  /** How many chunks there are. */
  int count() {
    return (elements - 1) / size + 1;
  }

  /** Where a chunk begins. */
  int from(int chunk) {
    return chunk * size;
  }

  /** The shape of a chunk. */
  Shape shape(int chunk) {
    int count = Math.min(size, elements - from(chunk));
    return Shape.of(count / (unit.columns() * unit.inner()), unit.columns(), unit.inner());
  }
}
