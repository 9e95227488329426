package org.hillock.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.hillock.op.Activation;
import org.hillock.op.Elementwise;
import org.junit.jupiter.api.Test;

class SlopeTest {

  @Test
  void theSteepestIsWhatTheFormulaHas() {
    assertThat(Slope.steepest(Activation.SIGMOID)).isEqualTo(0.25);
    assertThat(Slope.steepest(Activation.TANH)).isEqualTo(1);
    assertThat(Slope.steepest(Activation.RELU)).isEqualTo(1);
    assertThat(Slope.steepest(Activation.LEAKY_RELU.with(-3))).isEqualTo(3);
    assertThat(Slope.steepest(Activation.ELU.with(1.5f))).isEqualTo(1.5);
    // Its slope Φ(x) + x·φ(x) is largest at √2.
    double gelu = 0.9213503964748575 + Math.sqrt(2) * Math.exp(-1) / Math.sqrt(2 * Math.PI);
    assertThat(Slope.steepest(Activation.GELU)).isCloseTo(gelu, within(1e-12));
    // That of beta is that of 1 at x·beta.
    assertThat(Slope.steepest(Activation.SWISH.with(1e6f)))
        .isCloseTo(Slope.steepest(Activation.SWISH), within(1e-12));
  }

  @Test
  void silentIsWhatIsZeroUpToACorner() {
    for (Activation activation : Activation.values()) {
      assertThat(Slope.silent(activation))
          .as(activation.label())
          .isEqualTo(activation == Activation.RELU);
    }
    for (Elementwise one : new Elementwise[] {Activation.LEAKY_RELU, Activation.ELU}) {
      assertThat(Slope.silent(one.activation().with(0))).as(one.label()).isTrue();
    }
  }
}
