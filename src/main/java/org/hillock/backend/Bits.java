package org.hillock.backend;

/**
 * When two floats count as the same result: the same bits, the sign of zero included, and NaN
 * equals NaN whatever its payload.
 */
public final class Bits {

  private Bits() {}

  /**
   * Whether two results are the same.
   *
   * @param expected one
   * @param actual the other
   * @return whether they have the same bits, or are both NaN
   */
  public static boolean same(float expected, float actual) {
    return Float.floatToIntBits(expected) == Float.floatToIntBits(actual);
  }

  /**
   * Whether two results are the same on a device.
   *
   * @param expected the reference's
   * @param actual the device's
   * @param denormals whether the device keeps subnormals; where it does not, subnormals and zeros
   *     count as equal
   * @return whether they are the same
   */
  public static boolean same(float expected, float actual, boolean denormals) {
    return same(expected, actual) || (!denormals && vanishes(expected) && vanishes(actual));
  }

  private static boolean vanishes(float value) {
    return Math.abs(value) < Float.MIN_NORMAL;
  }
}
