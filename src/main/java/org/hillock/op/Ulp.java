package org.hillock.op;

/**
 * How far a float32 result is from the true value, in units of the last place of a float32 result.
 *
 * <p>The unit is the spacing of floats at the true value: {@code 2^(e - 23)} where {@code 2^e <=
 * |truth| < 2^(e + 1)}, and 2^-149 everywhere below 2^-126. So a correctly rounded result is at
 * most 0.5 away. Beyond the spacing:
 *
 * <ul>
 *   <li>NaN for NaN is exact; NaN for a number, or a number for NaN, is infinitely wrong.
 *   <li>An infinite result counts as 2^128, what the next float would be, and so does every finite
 *       truth beyond that. An infinite result is therefore at most 0.5 away from any truth that
 *       rounds to it, and a finite result is infinitely wrong where the truth is infinite. An
 *       infinite result of the wrong sign is infinitely wrong.
 *   <li>A zero whose sign is not that of the truth is infinitely wrong: the sign of zero is part of
 *       the result.
 * </ul>
 */
public final class Ulp {

  private static final double BEYOND_FLOAT = 0x1p128;
  private static final int MANTISSA_BITS = 23;

  private Ulp() {}

  /**
   * The distance of a result from the truth.
   *
   * @param truth the true value; a zero carries the sign of the limit
   * @param result the float to judge
   * @return the distance in units of the last place, 0 for an exact result, infinity for a fault
   */
  public static double distance(double truth, float result) {
    if (Double.isNaN(truth) || Float.isNaN(result)) {
      return fault(Double.isNaN(truth) != Float.isNaN(result));
    }
    if (Double.isInfinite(truth)) {
      return fault(truth != result);
    }
    boolean otherSign = negative(truth) != negative(result);
    if (otherSign && (result == 0 || Float.isInfinite(result))) {
      return Double.POSITIVE_INFINITY;
    }
    double bounded = Math.max(-BEYOND_FLOAT, Math.min(BEYOND_FLOAT, truth));
    double value = Float.isInfinite(result) ? Math.copySign(BEYOND_FLOAT, result) : result;
    return Math.abs(value - bounded) / unit(bounded);
  }

  /**
   * The spacing of floats at a value.
   *
   * @param truth a finite number
   * @return a power of two, from 2^-149 to 2^104
   */
  public static double unit(double truth) {
    int exponent =
        Math.max(Float.MIN_EXPONENT, Math.min(Float.MAX_EXPONENT, Math.getExponent(truth)));
    return Math.scalb(1.0, exponent - MANTISSA_BITS);
  }

  private static double fault(boolean wrong) {
    return wrong ? Double.POSITIVE_INFINITY : 0;
  }

  private static boolean negative(double value) {
    return Double.doubleToRawLongBits(value) < 0;
  }
}
