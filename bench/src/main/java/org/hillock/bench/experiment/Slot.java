package org.hillock.bench.experiment;

import org.ejml.data.FMatrixRMaj;
import org.hillock.Hillock;
import org.hillock.backend.Statistics;
import org.hillock.backend.Tensor;
import org.hillock.insight.Watch;
import org.hillock.op.Shape;

/**
 * What a layer needs for batches of one size.
 *
 * @param x the saved input of the activation, without its bias
 * @param y its output
 * @param dy the gradient of y, and of x in its place
 * @param host y, and then the gradient of x, on the host
 * @param forward what gathers forward
 * @param backward what gathers backward
 */
record Slot(
    Tensor x, Tensor y, Tensor dy, FMatrixRMaj host, Statistics forward, Statistics backward)
    implements AutoCloseable {

  static Slot of(Hillock hillock, int rows, int units, Watch forward, Watch backward) {
    Shape shape = Shape.of(rows, units);
    return new Slot(
        hillock.tensor(shape),
        hillock.tensor(shape),
        hillock.tensor(shape),
        new FMatrixRMaj(rows, units),
        hillock.statistics(forward),
        hillock.statistics(backward));
  }

  @Override
  public void close() {
    x.close();
    y.close();
    dy.close();
    forward.close();
    backward.close();
  }
}
