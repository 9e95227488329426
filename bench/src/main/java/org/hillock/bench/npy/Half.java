package org.hillock.bench.npy;

/** IEEE 754 binary16; the JDK knows it only from version 20 on. */
final class Half {

  private static final int MANTISSA_BITS = 10;
  private static final int MANTISSA_MASK = (1 << MANTISSA_BITS) - 1;
  private static final int EXPONENT_MASK = 0x1f;
  private static final int BIAS = 15;

  private Half() {}

  /** The float of the same value; a NaN keeps its payload. */
  static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >> MANTISSA_BITS) & EXPONENT_MASK;
    int mantissa = half & MANTISSA_MASK;
    if (exponent == 0) {
      return Math.copySign(Math.scalb((float) mantissa, 1 - BIAS - MANTISSA_BITS), half);
    }
    int wideExponent = exponent == EXPONENT_MASK ? 0xff : exponent - BIAS + Float.MAX_EXPONENT;
    return Float.intBitsToFloat(sign | wideExponent << 23 | mantissa << (23 - MANTISSA_BITS));
  }
}
