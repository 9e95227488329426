package org.hillock.bench.accuracy.formula;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The value of an expression and its derivative by x.
 *
 * @param value the value
 * @param slope the derivative; from the left where there are two
 */
record Dual(BigDecimal value, BigDecimal slope) {

  static Dual constant(BigDecimal value) {
    return new Dual(value, BigDecimal.ZERO);
  }

  Dual plus(Dual other, MathContext digits) {
    return new Dual(value.add(other.value, digits), slope.add(other.slope, digits));
  }

  Dual negated() {
    return new Dual(value.negate(), slope.negate());
  }

  Dual times(Dual other, MathContext digits) {
    return new Dual(
        value.multiply(other.value, digits),
        slope.multiply(other.value, digits).add(value.multiply(other.slope, digits), digits));
  }

  /** (u / v)' = (u' - v' u / v) / v. */
  Dual over(Dual other, MathContext digits) {
    BigDecimal quotient = value.divide(other.value, digits);
    BigDecimal numerator = slope.subtract(other.slope.multiply(quotient, digits), digits);
    return new Dual(quotient, numerator.divide(other.value, digits));
  }

  /** f of this, by the chain rule. */
  Dual through(BigDecimal f, BigDecimal derivative, MathContext digits) {
    return new Dual(f, derivative.multiply(slope, digits));
  }

  /** The sign of this - other. */
  int compare(Dual other) {
    return value.compareTo(other.value);
  }

  /** The sign of this - other at an x a little less. */
  int compareFromTheLeft(Dual other) {
    int sign = compare(other);
    return sign != 0 ? sign : other.slope.compareTo(slope);
  }
}
