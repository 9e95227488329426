package org.hillock.bench.accuracy.formula;

import ch.obermuhlner.math.big.BigDecimalMath;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Functions in decimal arithmetic of a number of digits. No care is taken of cancellation: whoever
 * asks repeats the question with more digits, until the answer stays.
 */
final class Decimals {

  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  /** e^±EXTREME is 10^±43429448: far beyond any float, and still a BigDecimal. */
  private static final BigDecimal EXTREME = BigDecimal.valueOf(100_000_000);

  /** erfc(20) is 5e-176. */
  private static final BigDecimal ERFC_EXTREME = BigDecimal.valueOf(20);

  /** erfc(z) cancels 2 z² / ln 10 digits; and its terms grow until the z²-th. */
  private static final double DIGITS_LOST = 2 / Math.log(10);

  private static final int SPARE_DIGITS = 10;

  private final MathContext digits;

  Decimals(int digits) {
    this.digits = new MathContext(digits);
  }

  MathContext digits() {
    return digits;
  }

  BigDecimal pi() {
    return BigDecimalMath.pi(digits);
  }

  BigDecimal squareRoot(BigDecimal v) {
    return BigDecimalMath.sqrt(v, digits);
  }

  /**
   * e^v; 0 where that is below 10^-43000000.
   *
   * @throws ArithmeticException where it is above 10^43000000
   */
  BigDecimal exponential(BigDecimal v) {
    if (v.abs().compareTo(EXTREME) > 0) {
      if (v.signum() > 0) {
        throw new ArithmeticException("e^" + v + " is too large");
      }
      return BigDecimal.ZERO;
    }
    return BigDecimalMath.exp(v, digits);
  }

  /** tanh v, ±1 where it differs from that by less than 10^-43000000. */
  BigDecimal hyperbolicTangent(BigDecimal v) {
    if (v.abs().multiply(TWO).compareTo(EXTREME) > 0) {
      return BigDecimal.valueOf(v.signum());
    }
    BigDecimal square = exponential(v.multiply(TWO));
    return BigDecimal.ONE.subtract(TWO.divide(square.add(BigDecimal.ONE, digits), digits), digits);
  }

  /**
   * erfc z by the Taylor series of erf, with as many digits more as it loses; 0 and 2 where it
   * differs from them by less than 10^-175.
   */
  BigDecimal complementaryErrorFunction(BigDecimal z) {
    if (z.abs().compareTo(ERFC_EXTREME) > 0) {
      return z.signum() > 0 ? BigDecimal.ZERO : TWO;
    }
    if (z.signum() == 0) {
      return BigDecimal.ONE;
    }
    double square = z.doubleValue() * z.doubleValue();
    MathContext more =
        new MathContext(digits.getPrecision() + (int) (square * DIGITS_LOST) + SPARE_DIGITS);
    BigDecimal minusSquare = z.multiply(z, more).negate();
    BigDecimal power = z;
    BigDecimal sum = z;
    for (int n = 1; n <= square || magnitude(power) > -more.getPrecision() + magnitude(z); n++) {
      power = power.multiply(minusSquare, more).divide(BigDecimal.valueOf(n), more);
      sum = sum.add(power.divide(BigDecimal.valueOf(2L * n + 1), more), more);
    }
    BigDecimal scale = TWO.divide(BigDecimalMath.sqrt(BigDecimalMath.pi(more), more), more);
    return BigDecimal.ONE.subtract(sum.multiply(scale, more), digits);
  }

  /** The decimal exponent of a number that is not 0. */
  private static long magnitude(BigDecimal v) {
    return (long) v.precision() - v.scale();
  }
}
