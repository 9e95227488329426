package org.hillock.op;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UlpTest {

  private static final double INFINITE = Double.POSITIVE_INFINITY;

  @Test
  void unitIsTheSpacingOfFloatsAtTheTruth() {
    assertThat(Ulp.unit(1)).isEqualTo(0x1p-23);
    assertThat(Ulp.unit(-1.999)).isEqualTo(0x1p-23);
    assertThat(Ulp.unit(Math.nextDown(1.0))).isEqualTo(0x1p-24);
    assertThat(Ulp.unit(2)).isEqualTo(0x1p-22);
    assertThat(Ulp.unit(Float.MAX_VALUE)).isEqualTo(0x1p104);
    assertThat(Ulp.unit(0x1p128)).isEqualTo(0x1p104);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.0, 0x1p-200, 0x1p-149, 0x1p-127, 0x1p-126})
  void unitIsTheLeastFloatBelowTheNormalRange(double truth) {
    assertThat(Ulp.unit(truth)).isEqualTo(0x1p-149);
  }

  @ParameterizedTest
  @ValueSource(
      floats = {
        0f,
        -0f,
        1f,
        -1f,
        3.14159f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        Float.MAX_VALUE,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY
      })
  void exactResultIsZeroAway(float value) {
    assertThat(Ulp.distance(value, value)).isZero();
  }

  @Test
  void neighbourIsOneAway() {
    assertThat(Ulp.distance(1, Math.nextUp(1f))).isEqualTo(1);
    assertThat(Ulp.distance(1, Math.nextDown(1f))).isEqualTo(0.5);
    assertThat(Ulp.distance(-3, Math.nextDown(-3f))).isEqualTo(1);
    assertThat(Ulp.distance(Float.MAX_VALUE, Math.nextDown(Float.MAX_VALUE))).isEqualTo(1);
    assertThat(Ulp.distance(0, Float.MIN_VALUE)).isEqualTo(1);
    assertThat(Ulp.distance(Float.MIN_VALUE, -Float.MIN_VALUE)).isEqualTo(2);
  }

  @Test
  void roundingToNearestIsAtMostHalfAway() {
    double middle = 1 + 0x1p-24;
    assertThat(Ulp.distance(middle, 1f)).isEqualTo(0.5);
    assertThat(Ulp.distance(middle, Math.nextUp(1f))).isEqualTo(0.5);
    assertThat(Ulp.distance(0x1p-151, 0f)).isEqualTo(0.25);
  }

  @Test
  void zeroOfTheWrongSignIsAFault() {
    assertThat(Ulp.distance(0.0, -0f)).isEqualTo(INFINITE);
    assertThat(Ulp.distance(-0.0, 0f)).isEqualTo(INFINITE);
    assertThat(Ulp.distance(-1e-300, 0f)).isEqualTo(INFINITE);
    assertThat(Ulp.distance(-1e-300, -0f)).isLessThan(1e-200);
    assertThat(Ulp.distance(-1, 0f)).isEqualTo(INFINITE);
  }

  @Test
  void infinityCountsAsTwoToThe128() {
    double threshold = 0x1p128 - 0x1p103;
    assertThat(Ulp.distance(threshold, Float.POSITIVE_INFINITY)).isEqualTo(0.5);
    assertThat(Ulp.distance(threshold, Float.MAX_VALUE)).isEqualTo(0.5);
    assertThat(Ulp.distance(1e300, Float.POSITIVE_INFINITY)).isZero();
    assertThat(Ulp.distance(1e300, Float.MAX_VALUE)).isEqualTo(1);
    assertThat(Ulp.distance(Float.MAX_VALUE, Float.POSITIVE_INFINITY)).isEqualTo(1);
    assertThat(Ulp.distance(1, Float.POSITIVE_INFINITY)).isGreaterThan(1e30);
  }

  @Test
  void infinityOfTheWrongSignOrInPlaceOfANumberIsAFault() {
    assertThat(Ulp.distance(INFINITE, Float.MAX_VALUE)).isEqualTo(INFINITE);
    assertThat(Ulp.distance(INFINITE, Float.NEGATIVE_INFINITY)).isEqualTo(INFINITE);
    assertThat(Ulp.distance(-1e300, Float.POSITIVE_INFINITY)).isEqualTo(INFINITE);
  }

  @Test
  void nanIsRightOnlyWhereTheTruthIsNan() {
    assertThat(Ulp.distance(Double.NaN, Float.NaN)).isZero();
    assertThat(Ulp.distance(Double.NaN, 1f)).isEqualTo(INFINITE);
    assertThat(Ulp.distance(1, Float.NaN)).isEqualTo(INFINITE);
    assertThat(Ulp.distance(INFINITE, Float.NaN)).isEqualTo(INFINITE);
  }
}
