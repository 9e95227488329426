package org.hillock.bench.accuracy;

import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;
import org.hillock.op.Ulp;

/**
 * The first judge: the meaning in double precision, cheap enough for every input there is.
 *
 * @param operation the activation
 * @param direction forward for the function, backward for its slope
 */
record Judge(Elementwise operation, Direction direction) {

  private static final int DOUBLE_MANTISSA_BITS = 52;
  private static final int BIAS = 1023;

  /** What a float result is subtracted from: 2^(23 - e) has the biased exponent 1046 - e. */
  private static final long RECIPROCAL_OF_UNIT = 2L * BIAS + 23;

  /** The true value, in double. */
  double truth(float x) {
    Activation meaning = operation.activation();
    double a = operation.parameter();
    return direction == Direction.FORWARD ? meaning.value(x, a) : meaning.slope(x, a);
  }

  /**
   * {@link Ulp#distance}, several times as fast where the truth is a normal float and the result is
   * finite and no zero: dividing by a power of two is multiplying by its reciprocal.
   */
  static double distance(double truth, float result) {
    double magnitude = Math.abs(truth);
    if (magnitude >= Float.MIN_NORMAL
        && magnitude < 0x1p127
        && result != 0
        && Math.abs(result) <= Float.MAX_VALUE) {
      long exponent = Double.doubleToRawLongBits(magnitude) >>> DOUBLE_MANTISSA_BITS;
      double reciprocal =
          Double.longBitsToDouble((RECIPROCAL_OF_UNIT - exponent) << DOUBLE_MANTISSA_BITS);
      return Math.abs(result - truth) * reciprocal;
    }
    return Ulp.distance(truth, result);
  }
}
