package org.hillock.bench.report;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers short enough to be drawn: a page holds tens of thousands of them. */
final class Digits {

  private Digits() {}

  /**
   * A number rounded to so many significant decimal digits; what is not finite stays.
   *
   * @param value any
   * @param digits at least 1
   */
  static double rounded(double value, int digits) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(new MathContext(digits)).doubleValue()
        : value;
  }
}
