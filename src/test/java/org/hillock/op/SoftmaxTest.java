package org.hillock.op;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SoftmaxTest {

  @Test
  void axisTemperatureAndKindAreIndependent() {
    Softmax softmax = Softmax.overAxis(1);
    assertThat(softmax.logarithmic()).isFalse();
    assertThat(softmax.log().logarithmic()).isTrue();
    assertThat(softmax.log().log()).isEqualTo(softmax.log());
    assertThat(softmax.log().temperature(3))
        .isEqualTo(softmax.temperature(3).log())
        .isEqualTo(new Softmax(1, 3, true));
    assertThat(Softmax.kinds(1)).containsExactly(softmax, softmax.log());
  }

  @Test
  void theLabelIsWhatIsNotTheDefault() {
    Softmax softmax = Softmax.overAxis(-1);
    assertThat(softmax).hasToString("SOFTMAX(axis -1)");
    assertThat(softmax.temperature(0.7f)).hasToString("SOFTMAX(axis -1, temperature 0.7)");
    assertThat(softmax.log()).hasToString("LOG_SOFTMAX(axis -1)");
    assertThat(softmax.temperature(0.7f).log())
        .hasToString("LOG_SOFTMAX(axis -1, temperature 0.7)");
  }
}
