package org.hillock.bench.accuracy.formula;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class TruthTest {

  @Test
  void distancesAreExactJustBelowAPowerOfTwo() {
    // Rounded to double this is 1, where the unit is twice as large.
    Truth truth = new Truth(new BigDecimal("0.9999999999999999999999"), 0);
    assertThat(truth.distance(1 - 0x1p-24f)).isBetween(0.9999, 1.0);
    assertThat(new Truth(BigDecimal.ONE, 0).distance(1 - 0x1p-24f)).isEqualTo(0.5);
  }

  @Test
  void aTruthTooSmallForDoubleKeepsItsSign() {
    Truth truth = new Truth(new BigDecimal("-1e-400"), 0);
    assertThat(truth.distance(-0f)).isLessThan(1e-300);
    assertThat(truth.distance(0f)).isInfinite();
    assertThat(new Truth(BigDecimal.ZERO, -0.0).distance(0f)).isInfinite();
    assertThat(new Truth(BigDecimal.ZERO, 0.0).distance(0f)).isZero();
  }

  @Test
  void overflowCountsAsThePowerOfTwoBehindTheGreatestFloat() {
    Truth truth = new Truth(new BigDecimal("1e40"), 0);
    assertThat(truth.distance(Float.POSITIVE_INFINITY)).isZero();
    assertThat(truth.distance(Float.MAX_VALUE)).isEqualTo(1);
    assertThat(truth.distance(Float.NaN)).isInfinite();
  }
}
