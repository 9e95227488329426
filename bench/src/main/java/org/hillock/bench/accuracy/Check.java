package org.hillock.bench.accuracy;

import org.hillock.backend.Bits;
import org.hillock.backend.Device;
import org.hillock.backend.MismatchException;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;

/**
 * Another device that computes the same inputs, whose results must have the same bits.
 *
 * @param device what it is
 * @param computation what it computes
 * @param every which blocks it computes: those whose number is a multiple of this
 */
public record Check(Device device, Computation computation, long every) {

  boolean takes(Elementwise operation, long block) {
    return block % every == 0 && (device.denormals() || !isSubnormal(operation.parameter()));
  }

  /**
   * Compares. Where the device keeps no subnormals, subnormal inputs are left out, and subnormal
   * results and zeros count as equal.
   *
   * @param x the inputs
   * @param y the results so far
   * @return how many results were compared
   * @throws MismatchException when one differs
   */
  long compare(Elementwise operation, Direction direction, float[] x, float[] y) {
    float[] other = computation.compute(operation, direction, x);
    long compared = 0;
    for (int i = 0; i < x.length; i++) {
      if (device.denormals() || !isSubnormal(x[i])) {
        compared++;
        if (!Bits.same(y[i], other[i], device.denormals())) {
          throw new MismatchException(
              new MismatchException.Mismatch(
                  operation.label(), direction, i, x[i], y[i], other[i], device.toString()));
        }
      }
    }
    return compared;
  }

  private static boolean isSubnormal(float value) {
    return value != 0 && Math.abs(value) < Float.MIN_NORMAL;
  }
}
