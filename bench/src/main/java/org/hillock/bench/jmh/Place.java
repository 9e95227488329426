package org.hillock.bench.jmh;

import org.hillock.Hillock;
import org.hillock.backend.Tensor;
import org.hillock.op.Operation;
import org.hillock.op.Shape;

/** A device with data on it, ready to be called. */
final class Place implements AutoCloseable {

  private final Hillock hillock;
  private final Tensor first;
  private final Tensor dy;
  private final Tensor result;

  Place(String device, Shape shape) {
    hillock = Hillock.open(device);
    float[] values = values(shape);
    first = hillock.tensor(shape, values);
    dy = hillock.tensor(shape, values);
    result = hillock.tensor(shape, values);
  }

  /** Both signs, and neither saturated nor the same throughout a row. */
  static float[] values(Shape shape) {
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i % 997 - 498) / 64f;
    }
    return values;
  }

  Hillock hillock() {
    return hillock;
  }

  void forward(Operation operation) {
    hillock.forward(operation, first, result);
    hillock.finish();
  }

  void backward(Operation operation) {
    hillock.backward(operation, first, dy, result);
    hillock.finish();
  }

  @Override
  public void close() {
    first.close();
    dy.close();
    result.close();
    hillock.close();
  }
}
