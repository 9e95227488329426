package org.hillock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JmhCommandTest {

  @Test
  void listsAndHelps() {
    assertThat(Run.of("jmh", "-l").status()).isZero();
    assertThat(Run.of("jmh", "-h").status()).isZero();
    assertThat(Run.of("jmh", "--help").out()).contains("Usage: hillock jmh", "hillock jmh -l");
  }

  @Test
  void badArgumentIsBadUsage() {
    Run run = Run.of("jmh", "-no-such-option");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("Try 'hillock jmh --help'.");
  }

  @Test
  void noBenchmarkIsAFailure() {
    Run run = Run.of("jmh", "NoSuchBenchmark");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("JMH: No benchmarks to run").doesNotContain("\tat ");
  }

  @Test
  void aBenchmarkThatFailsIsAFailure() {
    for (String failOnError : new String[] {"true", "false"}) {
      Run run =
          Run.of(
              "jmh",
              "ActivationKernels",
              "-p",
              "device=no-such-device",
              "-f",
              0,
              "-wi",
              0,
              "-i",
              1,
              "-foe",
              failOnError);
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).startsWith("JMH").doesNotContain("\tat ");
    }
  }
}
