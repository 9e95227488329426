package org.hillock.bench.accuracy.formula;

/**
 * The value of an expression and its derivative by x, in plain float: every step rounds, cancels
 * and overflows as it does where nobody takes care.
 *
 * @param value the value
 * @param slope the derivative
 */
record FloatDual(float value, float slope) {

  static FloatDual constant(double value) {
    return new FloatDual((float) value, 0);
  }

  FloatDual plus(FloatDual other) {
    return new FloatDual(value + other.value, slope + other.slope);
  }

  FloatDual minus(FloatDual other) {
    return new FloatDual(value - other.value, slope - other.slope);
  }

  FloatDual negated() {
    return new FloatDual(-value, -slope);
  }

  FloatDual times(FloatDual other) {
    return new FloatDual(value * other.value, slope * other.value + value * other.slope);
  }

  /** (u / v)' = (u' v - u v') / v². */
  FloatDual over(FloatDual other) {
    return new FloatDual(
        value / other.value,
        (slope * other.value - value * other.slope) / (other.value * other.value));
  }

  /** f of this, by the chain rule; f and its derivative are rounded from double. */
  FloatDual through(double f, double derivative) {
    return new FloatDual((float) f, (float) derivative * slope);
  }
}
