package org.hillock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.hillock.bench.verify.DeviceReport;
import org.hillock.bench.verify.Problems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {

  @TempDir private Path folder;

  @Test
  void cpuHasTheSameBitsOnOtherThreads() throws IOException {
    Path file = folder.resolve("verify.json");
    Run run = Run.of("verify", "--device", "cpu", "--json", file);
    assertThat(run.out()).contains("same bits");
    assertThat(run.status()).isZero();
    JsonNode device = Run.json(file).at("/devices/0");
    assertThat(device.get("id").textValue()).isEqualTo("cpu");
    assertThat(device.get("name").textValue()).isNotBlank();
    assertThat(device.get("cases").intValue()).isEqualTo(Problems.cases(Problems.full()));
    assertThat(device.get("mismatches").intValue()).isZero();
    assertThat(device.get("failures")).isEmpty();
  }

  @Test
  void missingDeviceIsBadUsageAndListsThoseThatAreThere() {
    Run run = Run.of("verify", "--device", "no such device");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("no such device", "cpu");
  }

  @Test
  void deviceThatCannotBeOpenedIsAFailureInTheReport() {
    DeviceReport report = DeviceReport.unusable("opencl:9:9", "Broken", "self-test failed");
    VerifyCommand.Result result = new VerifyCommand.Result(List.of(report));
    assertThat(result.ok()).isFalse();
    java.io.StringWriter out = new java.io.StringWriter();
    result.print(new java.io.PrintWriter(out));
    assertThat(out.toString()).contains("FAILED", "opencl:9:9", "self-test failed");
  }

  @Test
  void nothingVerifiedIsNotWell() {
    assertThat(new VerifyCommand.Result(List.of()).ok()).isFalse();
  }
}
