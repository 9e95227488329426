package org.hillock.backend;

import org.hillock.op.Operation;
import org.hillock.op.Rows;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;

/**
 * A part of a result that can be computed by itself: some elements of an activation, some rows of a
 * softmax. Units, which are elements or rows, are taken at equal distances from a first one.
 */
final class Sample {

  private final Operation operation;
  private final Rows rows;
  private final int units;
  private final long first;
  private final long step;

  private Sample(Operation operation, Rows rows, int units, long first, long step) {
    this.operation = operation;
    this.rows = rows;
    this.units = units;
    this.first = first;
    this.step = step;
  }

  /**
   * A sample of a result that is not empty.
   *
   * @param operation what is computed
   * @param shape the shape of the result
   * @param wanted how many units, at most
   * @param seed where to begin, any number
   */
  static Sample of(Operation operation, Shape shape, int wanted, long seed) {
    Rows rows =
        operation instanceof Softmax softmax ? softmax.rows(shape) : new Rows(shape.size(), 1, 1);
    int units = (int) Math.min(wanted, rows.count());
    long step = rows.count() / units;
    long first = Math.floorMod(seed, rows.count() - (units - 1) * step);
    Operation compact =
        operation instanceof Softmax softmax
            ? new Softmax(-1, softmax.temperature(), softmax.logarithmic())
            : operation;
    return new Sample(compact, rows, units, first, step);
  }

  /** The operation over the gathered data. */
  Operation operation() {
    return operation;
  }

  /** The shape of the gathered data: units x columns. */
  Shape shape() {
    return Shape.of(units, rows.columns());
  }

  /** Where an element of the gathered data stands in the whole. */
  long index(int i) {
    long row = first + i / rows.columns() * step;
    return rows.first(row) + i % rows.columns() * rows.inner();
  }

  float[] gather(float[] whole) {
    float[] part = new float[Math.toIntExact(shape().size())];
    for (int i = 0; i < part.length; i++) {
      part[i] = whole[(int) index(i)];
    }
    return part;
  }
}
