package org.hillock.bench.accuracy.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NaiveFormulaTest {

  /** Away from where a naive formula cancels or overflows it is right to a few digits. */
  private static final float[] HARMLESS = {-2.5f, -1, -0.3f, 0.3f, 1, 2.5f, 5};

  @ParameterizedTest
  @EnumSource
  void isRightWhereNothingCancels(Activation activation) {
    NaiveFormula naive = NaiveFormula.of(activation);
    float a = activation.parameter();
    for (float x : HARMLESS) {
      double value = activation.value(x, a);
      assertThat((double) naive.evaluate(Direction.FORWARD, x, a))
          .as("%s(%s)", activation, x)
          .isCloseTo(value, within(2e-6));
      assertThat((double) naive.evaluate(Direction.BACKWARD, x, a))
          .as("slope of %s(%s)", activation, x)
          .isCloseTo(activation.slope(x, a), within(2e-6));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "e^x - 1 ; 1e-10 ; 0", // cancels
        "(e^x - e^-x) / (e^x + e^-x) ; 100 ; NaN", // overflows
        "1 / (1 + e^-x) ; -100 ; 0", // underflows
        "x·Φ(x) = x ; -10 ; 0", // the first of two ways; erf(-7) is -1 in float
        "x = x·Φ(x) ; -10 ; -10",
        "min(max(x, 0), 6) ; 7 ; 6",
        "x <= 7 ? a·x² : -x³, a = 2 ; 7 ; 98",
        "x >= 8 ? 1 : √x / tanh x ; 4 ; 2.0013423",
        "erfc(x) ; 1 ; 0.1572992",
      })
  void isWrongAsFloatIs(String formula, float x, float expected) {
    float value = new NaiveFormula(formula, "beta").evaluate(Direction.FORWARD, x, 1);
    assertThat(Float.valueOf(value + 0f)).isEqualTo(Float.valueOf(expected)); // -0 is 0
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "x³ ; 2 ; 12",
        "1/x ; 2 ; -0.25",
        "√x ; 4 ; 0.25",
        "e^(2·x) ; 0 ; 2",
        "tanh x ; 0 ; 1",
        "erfc(x) ; 0 ; -1.1283792",
        "Φ(x) ; 0 ; 0.3989423",
        "x > 2 ? 3·x : beta·x ; 2 ; 0.5",
        "max(x, 1) - min(x, 5) + -x² ; 3 ; -6",
      })
  void slopes(String formula, float x, float expected) {
    float slope = new NaiveFormula(formula, "beta").evaluate(Direction.BACKWARD, x, 0.5f);
    assertThat(slope).isCloseTo(expected, within(1e-7f));
  }

  @Test
  void saysWhereItCannotBeUnderstood() {
    assertThatThrownBy(() -> new NaiveFormula("x·gamma = x", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column 3", "gamma");
  }
}
