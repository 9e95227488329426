package org.hillock.insight;

import org.hillock.op.Elementwise;

/** What the slope of an activation says of networks, found on its double-precision meaning. */
final class Slope {

  /** Probes are so many floats apart: some five hundred for each power of two. */
  private static final int STEP = 1 << 14;

  /** Beyond a corner the slope is at least this; elsewhere it has barely left zero. */
  private static final double CORNER = 0.001;

  private Slope() {}

  /**
   * The largest |f'(x)| of all finite floats: each layer multiplies a gradient by at most that.
   *
   * @param operation the activation with its parameter
   * @return the bound, infinite where there is none
   */
  static double steepest(Elementwise operation) {
    int best = 0;
    int sign = 0;
    double most = -1;
    for (int negative : new int[] {0, Integer.MIN_VALUE}) {
      int end = Float.floatToRawIntBits(Float.MAX_VALUE);
      for (long probe = 0; probe < (long) end + STEP; probe += STEP) {
        int bits = (int) Math.min(probe, end);
        double slope = magnitude(operation, bits | negative);
        if (slope > most) {
          most = slope;
          best = bits;
          sign = negative;
        }
      }
    }
    int low = Math.max(0, best - STEP);
    int high = Math.min(Float.floatToRawIntBits(Float.MAX_VALUE), best + STEP);
    while (high - low > 2) {
      int third = (high - low) / 3;
      double left = magnitude(operation, low + third | sign);
      double right = magnitude(operation, high - third | sign);
      most = Math.max(most, Math.max(left, right));
      if (left < right) {
        low += third;
      } else {
        high -= third;
      }
    }
    return most;
  }

  /**
   * Whether an activation is exactly 0 up to a corner, so that a unit can fall silent and get no
   * gradient any more. One that only nears 0 is never silent for good: what it loses is slope.
   *
   * @param operation the activation with its parameter
   * @return whether dead units are told by their zeros
   */
  static boolean silent(Elementwise operation) {
    Saturation flat = Saturation.of(operation, Float.MIN_VALUE);
    float[] from = flat.from();
    float[] to = flat.to();
    for (int i = 0; i < from.length; i++) {
      boolean zero = value(operation, from[i]) == 0 && value(operation, to[i]) == 0;
      if (zero
          && (leaves(operation, Math.nextDown(from[i])) || leaves(operation, Math.nextUp(to[i])))) {
        return true;
      }
    }
    return false;
  }

  private static boolean leaves(Elementwise operation, float x) {
    return Math.abs(operation.activation().slope(x, operation.parameter())) >= CORNER;
  }

  private static double value(Elementwise operation, float x) {
    return operation.activation().value(x, operation.parameter());
  }

  private static double magnitude(Elementwise operation, int bits) {
    float x = Float.intBitsToFloat(bits);
    return Math.abs(operation.activation().slope(x, operation.parameter()));
  }
}
