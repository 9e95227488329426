package org.hillock.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The double meaning is the judge: here it is judged itself. */
class ActivationTest {

  private static final double[] PARAMETERS = {0, 0.01, 0.2, 1, 1.67326, 3};

  @ParameterizedTest
  @EnumSource
  void slopeAgreesWithNumericDifferentiation(Activation activation) {
    for (double a : parameters(activation)) {
      for (double x = -30.015; x < 30; x += 0.03) {
        assertThat(activation.slope(x, a))
            .as("%s'(%s) with %s", activation, x, a)
            .isCloseTo(derivative(activation, x, a), within(1e-9 * (1 + Math.abs(a))));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void slopeKeepsItsRelativeAccuracyWhereTheValueVanishes(Activation activation) {
    double a = activation.parameter();
    if (activation.value(-1e30, a) == 0) {
      for (double x = -14; x < -4; x += 0.07) {
        double slope = activation.slope(x, a);
        assertThat(derivative(activation, x, a) - slope)
            .as("%s'(%s)", activation, x)
            .isCloseTo(0, within(1e-7 * Math.abs(slope)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void nanGivesNaN(Activation activation) {
    for (double a : parameters(activation)) {
      assertThat(activation.value(Double.NaN, a)).as("%s(%s)", activation, a).isNaN();
      assertThat(activation.slope(Double.NaN, a)).as("%s'(%s)", activation, a).isNaN();
    }
  }

  @ParameterizedTest
  @EnumSource
  void limitsAreTakenAtTheInfinities(Activation activation) {
    for (double a : parameters(activation)) {
      for (double far : new double[] {-1e30, 1e30}) {
        double limit = Math.copySign(Double.POSITIVE_INFINITY, far);
        assertThat(Math.signum(activation.value(limit, a)) == 0)
            .as("%s(%s) with %s vanishes where %s does", activation, limit, a, far)
            .isEqualTo(activation.value(far, a) == 0);
        assertThat(activation.slope(limit, a))
            .as("%s'(%s) with %s", activation, limit, a)
            .isEqualTo(activation.slope(far, a));
      }
    }
  }

  @Test
  void parametersAreChecked() {
    assertThatThrownBy(() -> Activation.RELU.with(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("RELU takes no parameter, but was given 1.0");
    assertThatThrownBy(() -> Activation.ELU.with(-1))
        .hasMessage(
            "parameter alpha of ELU is -1.0; expected a number that is finite and at least 0");
    assertThatThrownBy(() -> Activation.SWISH.with(Float.NaN))
        .hasMessage("parameter beta of SWISH is NaN; expected a number that is finite");
    assertThat(Activation.SWISH.with(-2).parameter()).isEqualTo(-2);
    assertThat(Activation.SWISH.with(1)).hasToString("SWISH");
    assertThat(Activation.LEAKY_RELU.with(0.2f)).hasToString("LEAKY_RELU(0.2)");
  }

  private static double[] parameters(Activation activation) {
    return activation.parameterSpec().exists() ? PARAMETERS : new double[] {0};
  }

  /** By Richardson's extrapolation of the central difference, scaled to the value's own size. */
  private static double derivative(Activation activation, double x, double a) {
    double h = 1e-3;
    double wide = (activation.value(x + h, a) - activation.value(x - h, a)) / (2 * h);
    h /= 2;
    double narrow = (activation.value(x + h, a) - activation.value(x - h, a)) / (2 * h);
    return narrow + (narrow - wide) / 3;
  }
}
