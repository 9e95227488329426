package org.hillock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.hillock.Hillock;
import org.hillock.backend.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevicesCommandTest {

  @TempDir private Path folder;

  @Test
  void printsEveryDeviceAndTheChoice() {
    Run run = Run.of("devices");
    assertThat(run.status()).isZero();
    for (Device device : Hillock.devices()) {
      assertThat(run.out()).contains(device.id(), device.name(), device.platform());
    }
    for (String refusal : Hillock.refusals()) {
      assertThat(run.out()).contains(refusal);
    }
    try (Hillock hillock = Hillock.open()) {
      assertThat(run.out()).contains("* " + hillock.choice());
      assertThat(run.out()).contains(CacheCommand.line());
    }
  }

  @Test
  void aDeviceThatIsMissingIsSaidAfterTheList() {
    String before = System.setProperty("hillock.device", "no-such-radeon");
    try {
      for (Run run : List.of(Run.of("devices"), Run.of("--quick"))) {
        assertThat(run.status()).isEqualTo(2);
        for (Device device : Hillock.devices()) {
          assertThat(run.out()).contains(device.id(), device.name(), device.platform());
        }
        assertThat(run.out()).doesNotContain("* ", "Verification");
        assertThat(run.err()).contains("device \"no-such-radeon\" is not there");
      }
    } finally {
      if (before == null) {
        System.clearProperty("hillock.device");
      } else {
        System.setProperty("hillock.device", before);
      }
    }
  }

  @Test
  void writesJson() throws IOException {
    Path file = folder.resolve("devices.json");
    assertThat(Run.of("devices", "--json", file).status()).isZero();
    JsonNode json = Run.json(file);
    List<Device> devices = Hillock.devices();
    assertThat(json.get("devices")).hasSize(devices.size());
    JsonNode cpu = json.get("devices").get(devices.size() - 1);
    assertThat(cpu.get("id").textValue()).isEqualTo("cpu");
    assertThat(cpu.get("type").textValue()).isEqualTo("JAVA");
    assertThat(cpu.fieldNames())
        .toIterable()
        .contains("name", "platform", "driver", "computeUnits", "memoryBytes", "denormals");
    try (Hillock hillock = Hillock.open()) {
      assertThat(json.at("/chosen/id").textValue()).isEqualTo(hillock.device().id());
      assertThat(json.at("/chosen/name").textValue()).isEqualTo(hillock.device().name());
    }
    assertThat(json.get("refusals")).hasSameSizeAs(Hillock.refusals());
    assertThat(json.has("openClUnavailable")).isTrue();
    assertThat(json.get("openClUnavailable").isNull())
        .isEqualTo(Hillock.openClUnavailable().isEmpty());
  }

  @Test
  void jsonIntoAMissingFolderFailsBeforeTheWork() {
    Run run = Run.of("devices", "--json", folder.resolve("no/such/file.json"));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("cannot write", "no/such");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void jsonIntoAFolderFails() {
    Run run = Run.of("devices", "--json", folder);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("cannot write " + folder, "not a regular file");
  }
}
