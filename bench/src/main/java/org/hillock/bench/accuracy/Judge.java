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

  /**
   * The unit at a truth of biased exponent b is 2^(b - 1023 - 23); this - b is its reciprocal's.
   */
  private static final long RECIPROCAL_OF_UNIT = 2L * BIAS + 23;

  private static final long LEAST_EXPONENT = BIAS + Float.MIN_EXPONENT;

  @Override
  public String toString() {
    return operation.label() + " " + direction;
  }

  /** The true value, in double. */
  double truth(float x) {
    Activation meaning = operation.activation();
    double a = operation.parameter();
    return direction == Direction.FORWARD ? meaning.value(x, a) : meaning.slope(x, a);
  }

  /**
   * {@link Ulp#distance}, several times as fast for an exact result and for any that is finite and
   * no zero: dividing by a power of two is multiplying by its reciprocal.
   */
  static double distance(double truth, float result) {
    if (Double.doubleToRawLongBits(truth) == Double.doubleToRawLongBits(result)) {
      return 0;
    }
    double magnitude = Math.abs(truth);
    if (magnitude < 0x1p127 && result != 0 && Math.abs(result) <= Float.MAX_VALUE) {
      long exponent = Double.doubleToRawLongBits(magnitude) >>> DOUBLE_MANTISSA_BITS;
      long bits = RECIPROCAL_OF_UNIT - Math.max(exponent, LEAST_EXPONENT);
      return Math.abs(result - truth) * Double.longBitsToDouble(bits << DOUBLE_MANTISSA_BITS);
    }
    return Ulp.distance(truth, result);
  }
}
