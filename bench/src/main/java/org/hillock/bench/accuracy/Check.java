package org.hillock.bench.accuracy;

import java.util.concurrent.atomic.LongAdder;
import org.hillock.backend.Bits;
import org.hillock.backend.Device;
import org.hillock.backend.MismatchException;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;

/**
 * Another device that computes the same inputs, whose results must have the same bits: as many
 * blocks as cost no more than a share of what the sweep itself costs, all of them where it is fast.
 */
public final class Check {

  /** What a check may add to the time of a sweep. */
  public static final double SHARE_OF_TIME = 0.1;

  private final Device device;
  private final Computation computation;
  private final double shareOfTime;
  private final LongAdder spent = new LongAdder();
  private final LongAdder allowed = new LongAdder();

  /**
   * A check.
   *
   * @param device what the device is
   * @param computation what it computes
   * @param shareOfTime what it may cost, relative to the sweep
   */
  public Check(Device device, Computation computation, double shareOfTime) {
    this.device = device;
    this.computation = computation;
    this.shareOfTime = shareOfTime;
  }

  Device device() {
    return device;
  }

  /**
   * Compares, if it can afford to. Where the device keeps no subnormals, subnormal inputs and
   * parameters are left out, and subnormal results and zeros count as equal.
   *
   * @param x the inputs
   * @param y the results so far
   * @param sweepNanos how long the sweep took for these
   * @return how many results were compared
   * @throws MismatchException when one differs
   */
  long compare(Elementwise operation, Direction direction, float[] x, float[] y, long sweepNanos) {
    boolean due = spent.sum() <= shareOfTime * allowed.sum();
    allowed.add(sweepNanos);
    if (!due || isLeftOut(operation.parameter())) {
      return 0;
    }
    long start = System.nanoTime();
    float[] other = computation.compute(operation, direction, x);
    long compared = 0;
    for (int i = 0; i < x.length; i++) {
      if (!isLeftOut(x[i])) {
        compared++;
        if (!Bits.same(y[i], other[i], device.denormals())) {
          throw new MismatchException(
              new MismatchException.Mismatch(
                  operation.label(), direction, i, x[i], y[i], other[i], device.toString()));
        }
      }
    }
    spent.add(System.nanoTime() - start);
    return compared;
  }

  private boolean isLeftOut(float value) {
    return !device.denormals() && value != 0 && Math.abs(value) < Float.MIN_NORMAL;
  }
}
