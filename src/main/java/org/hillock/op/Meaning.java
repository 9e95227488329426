package org.hillock.op;

import org.apache.commons.numbers.gamma.Erfc;

/**
 * What the meanings of several activations share, in double: every function keeps its relative
 * accuracy in the tails and takes its limit at the infinities.
 */
final class Meaning {

  private static final double SQRT_HALF = Math.sqrt(0.5);
  private static final double SQRT_TWO_PI = Math.sqrt(2 * Math.PI);
  private static final double SQRT_TWO_OVER_PI = Math.sqrt(2 / Math.PI);
  private static final double GELU_CUBIC = 0.044715;

  private Meaning() {}

  /** x with an infinity replaced by the largest finite number of its sign; NaN stays. */
  static double finite(double x) {
    return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, x));
  }

  /** x·factor where a factor of 0 is the limit of one that vanishes faster than any x grows. */
  static double times(double x, double factor) {
    return factor == 0 ? Math.copySign(0.0, x) : x * factor;
  }

  /** a·x, and 0 for a = 0 whatever x, but for NaN. */
  static double scaled(double x, double a) {
    return a == 0 ? 0 * finite(x) : a * x;
  }

  static double sigmoid(double x) {
    double e = Math.exp(-Math.abs(x));
    return x < 0 ? e / (1 + e) : 1 / (1 + e);
  }

  /**
   * The slope of x·sigmoid(z(x)), where z = x·g(x) and growth = x·z'(x): s(z)·(1 + growth·s(-z)).
   */
  static double gatedSlope(double z, double growth) {
    // Both sigmoids from one exponential: sigmoid(z) and sigmoid(-z).
    double e = Math.exp(-Math.abs(z));
    double larger = 1 / (1 + e);
    double smaller = e / (1 + e);
    double s = z < 0 ? smaller : larger;
    double opposite = z < 0 ? larger : smaller;
    if (s == 0) {
      return -0.0;
    }
    return opposite == 0 ? 1 : s * (1 + growth * opposite);
  }

  /** Φ(x) by erfc, so that the left tail does not cancel. */
  static double normalDistribution(double x) {
    return 0.5 * Erfc.value(-x * SQRT_HALF);
  }

  /** φ(x), the density of the normal distribution. */
  static double normalDensity(double x) {
    return Math.exp(-0.5 * x * x) / SQRT_TWO_PI;
  }

  /** 2u of GELU_TANH, so that the function is x·sigmoid(2u). */
  static double geluTanhArgument(double x) {
    return 2 * SQRT_TWO_OVER_PI * x * (1 + GELU_CUBIC * x * x);
  }

  /** x·(2u)' of GELU_TANH. */
  static double geluTanhGrowth(double x) {
    return 2 * SQRT_TWO_OVER_PI * x * (1 + 3 * GELU_CUBIC * x * x);
  }
}
