package org.hillock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JmhScoreTest {

  private static JmhScore time(double nanos, @Nullable Double error) {
    return new JmhScore("Kernels.forward", Map.of("op", "A"), nanos, error, null, null, null);
  }

  private static JmhScore allocation(double bytes, @Nullable Double error) {
    return new JmhScore("Kernels.forward", Map.of("op", "A"), 10, 1.0, null, bytes, error);
  }

  @Test
  void aDifferenceWithinTheErrorBarsIsNone() {
    assertThat(time(120, 10.0).verdict(time(100, 10.0))).isEmpty();
    assertThat(time(100, 10.0).verdict(time(120, 10.0))).isEmpty();
    assertThat(time(300, 250.0).verdict(time(100, 1.0))).isEmpty();
  }

  @Test
  void aDifferenceBeyondThemIsMarked() {
    assertThat(time(121, 10.0).verdict(time(100, 10.0))).isEqualTo("SLOWER");
    assertThat(time(100, 10.0).verdict(time(121, 10.0))).isEqualTo("faster");
  }

  @Test
  void withoutErrorBarsNothingCanBeSaid() {
    assertThat(time(500, null).verdict(time(100, 1.0))).isEqualTo("error unknown");
    assertThat(time(500, 1.0).verdict(time(100, null))).isEqualTo("error unknown");
  }

  @Test
  void anObjectMoreIsMarkedAndNoiseIsNot() {
    assertThat(allocation(16, null).verdict(allocation(0, null))).isEqualTo("ALLOCATES MORE");
    assertThat(allocation(7, 0.1).verdict(allocation(0.01, 0.01))).isEmpty();
    assertThat(allocation(900, 300.0).verdict(allocation(700, 50.0))).isEmpty();
    assertThat(allocation(0, 0.1).verdict(allocation(16, 0.1))).isEmpty();
    assertThat(allocation(16, 0.1).verdict(time(10, 1.0))).isEmpty();
  }

  @Test
  void isItselfByNameAndParameters() {
    JmhScore score = time(1, null);
    assertThat(score.isOf(time(2, 1.0))).isTrue();
    assertThat(
            score.isOf(new JmhScore("Kernels.backward", score.params(), 1, null, null, null, null)))
        .isFalse();
    assertThat(
            score.isOf(
                new JmhScore(score.benchmark(), Map.of("op", "B"), 1, null, null, null, null)))
        .isFalse();
  }
}
