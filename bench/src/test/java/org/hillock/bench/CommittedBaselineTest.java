package org.hillock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The baseline in the repository can be compared with, and was not taken without SIMD. */
class CommittedBaselineTest {

  @Test
  void theBaselineIsOfUse() throws IOException {
    JmhReport baseline = JmhReport.read(Path.of("results/jmh/baseline.json"));
    assertThat(baseline.jvmArgs()).contains("--add-modules=jdk.incubator.vector");
    assertThat(baseline.devices().get("cpu")).contains("SIMD of");
    assertThat(baseline.results())
        .isNotEmpty()
        .allSatisfy(score -> assertThat(score.error()).isNotNull())
        .allSatisfy(score -> assertThat(score.bytes()).isNotNull());
  }
}
