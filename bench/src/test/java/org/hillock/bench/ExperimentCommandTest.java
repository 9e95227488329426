package org.hillock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.hillock.op.Activation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentCommandTest {

  @TempDir private Path folder;

  @Test
  void trainsEveryActivationAndNone() throws IOException {
    Path file = folder.resolve("experiment.json");
    Run run = Run.of("experiment", "--quick", "--device", "cpu", "--json", file);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("networks, trained on cpu", "data     hidden  rate  activation");
    JsonNode json = Run.json(file);
    assertThat(json.get("device").textValue()).isEqualTo("cpu");
    assertThat(json.get("conclusions").isArray()).isTrue();
    assertThat(json.get("runs")).hasSize(2 * (Activation.values().length + 1));
    for (Activation activation : Activation.values()) {
      assertThat(run.out()).contains(activation.label());
      assertThat(json.get("runs").findValuesAsText("activation")).contains(activation.label());
    }
    assertThat(json.get("runs")).allSatisfy(ExperimentCommandTest::checkRun);
  }

  private static void checkRun(JsonNode run) {
    int hidden = run.get("layers").size() - 2;
    assertThat(hidden).isPositive();
    assertThat(run.get("name").textValue())
        .contains(run.get("data").textValue(), run.get("activation").textValue());
    assertThat(run.get("learningRate").doubleValue()).isPositive();
    assertThat(run.get("deadUnits").intValue()).isBetween(0, run.get("units").intValue());
    assertThat(run.get("verdict").textValue()).startsWith("It ");
    assertThat(run.get("epochs"))
        .isNotEmpty()
        .allSatisfy(
            epoch -> {
              assertThat(epoch.get("loss").doubleValue()).isPositive();
              assertThat(epoch.get("trainAccuracy").doubleValue()).isBetween(0.0, 1.0);
              assertThat(epoch.get("testAccuracy").doubleValue()).isBetween(0.0, 1.0);
              assertThat(epoch.get("deadShare")).hasSize(hidden);
              assertThat(epoch.get("saturatedShare")).hasSize(hidden);
              assertThat(epoch.get("gradientNorm")).hasSize(hidden);
            });
  }

  @Test
  void badUsage() {
    Run run = Run.of("experiment", "--device", "no-such-radeon");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("device \"no-such-radeon\" is not there");
  }
}
