package org.hillock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hillock.Hillock;
import org.hillock.backend.Device;
import org.hillock.op.Activation;
import org.hillock.opencl.Diagnostics;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The form of the result; never how fast anything is. */
class GpuCommandTest {

  /** Speaks to the command as {@code bench/gpu/pytorch.py} does, and computes nothing. */
  private static final String FAKE_PYTORCH =
      """
      while read -r line; do
        case $line in
          *START*) echo '@hillock {"version":"Fake 1","clock":"no clock"}' ;;
          *LOG_SOFTMAX*) echo '@hillock {"missing":"no logarithm"}' ;;
          *RUN*) echo '@hillock {"nanos":5000000}' ;;
          *) echo '@hillock {}' ;;
        esac
      done
      """;

  @TempDir private Path folder;

  private static String openClDevice() {
    List<String> ids =
        Hillock.devices().stream()
            .filter(device -> device.type() != Device.Type.JAVA)
            .map(Device::id)
            .toList();
    Assumptions.assumeFalse(ids.isEmpty(), "NOT TESTED, no OpenCL device");
    return ids.get(0);
  }

  private Run besideFakePyTorch(String arguments) throws IOException {
    String root = System.getProperty(PeersCommand.ROOT_PROPERTY, "");
    Files.createDirectories(folder.resolve("bench/gpu"));
    Files.writeString(folder.resolve("bench/gpu/pytorch.py"), FAKE_PYTORCH);
    System.setProperty(PeersCommand.ROOT_PROPERTY, folder.toString());
    try {
      return Run.of((Object[]) arguments.split(" "));
    } finally {
      System.setProperty(PeersCommand.ROOT_PROPERTY, root);
    }
  }

  @Test
  void everyStageOnWhateverDeviceIsThere() throws IOException {
    String device = openClDevice();
    String family = Diagnostics.families().get(0);
    Path out = folder.resolve("out");
    String arguments =
        "gpu --quick --only check,launch,softmax,elementwise,transfers --each-family --sizes 257"
            + " --shapes 3x17,2x5x3 --seconds 0 --pytorch /bin/sh --device %s --families %s --out %s";
    Run run = besideFakePyTorch(arguments.formatted(device, family, out));
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains(family + ": ", " 0 mismatches, 0 errors", "SOFTMAX BACKWARD 2x5x3 axis 1: ")
        .contains("Fake 1, timed by no clock", "asked of an H100", "incomplete", "left out: ")
        .contains("the link, GB/s: pinned up ", " on host arrays: ");
    JsonNode json = Run.json(out.resolve("gpu.json"));
    assertThat(json.at("/machine/device").textValue()).isEqualTo(device);
    assertThat(json.get("openCl").textValue()).startsWith("OpenCL ");
    assertThat(json.at("/families/0/softmaxes").intValue()).isPositive();
    assertThat(json.at("/families/0/activations").intValue()).isPositive();
    assertThat(json.get("familiesLeftOut")).isNotEmpty();
    assertThat(json.at("/launch/enqueue").doubleValue()).isPositive();
    assertThat(json.at("/transfers/link/pinnedBoth").doubleValue()).isPositive();
    assertThat(json.at("/transfers/calls")).isNotEmpty();
    int softmaxes = 2 * 2 * 2;
    assertThat(json.get("cells"))
        .hasSize(2 * (softmaxes + 2 * Activation.values().length))
        .allSatisfy(GpuCommandTest::checkCell);
    assertThat(out.resolve("README.md")).content().contains("| " + family + " |");
    String page = Files.readString(out.resolve("README.md"));
    Files.delete(out.resolve("README.md"));
    assertThat(Run.of("gpu", "--render", out).status()).isZero();
    assertThat(out.resolve("README.md")).hasContent(page);
  }

  private static void checkCell(JsonNode cell) {
    assertThat(cell.at("/micros/copy/median").doubleValue()).isPositive();
    assertThat(cell.at("/micros/hillock/low").doubleValue())
        .isPositive()
        .isLessThanOrEqualTo(cell.at("/micros/hillock/high").doubleValue());
    assertThat(cell.get("rounds").intValue()).isGreaterThanOrEqualTo(5);
    boolean plain = !cell.has("family");
    boolean known = !cell.get("op").textValue().startsWith("LOG_");
    assertThat(cell.at("/micros").has("pytorch")).isEqualTo(plain && known);
    assertThat(cell.at("/why/pytorch").textValue())
        .isEqualTo(plain && !known ? "no logarithm" : null);
  }

  @Test
  void whatThereIsNoTimeForIsListed() throws IOException {
    String device = openClDevice();
    String arguments = "gpu --only softmax --shapes 3x17 --minutes 0 --device %s --out %s";
    Run run = Run.of((Object[]) arguments.formatted(device, folder).split(" "));
    assertThat(run.status()).isZero();
    String left = "left out: the time was over (SOFTMAX FORWARD 3x17, SOFTMAX BACKWARD 3x17, LOG_";
    assertThat(run.out()).contains(left).doesNotContain("of the host for a launch", "GELU");
    assertThat(folder.resolve("README.md")).content().contains("- " + left);
    assertThat(Run.json(folder.resolve("gpu.json")).at("/cells/1/shape").textValue())
        .isEqualTo("3x17");
  }

  @Test
  void aPyTorchThatDoesNotStartIsSaidFirst() throws IOException {
    for (String program : List.of(folder.resolve("none").toString(), "/bin/false")) {
      Run run =
          besideFakePyTorch("gpu --device %s --pytorch %s".formatted(openClDevice(), program));
      assertThat(run.status()).isEqualTo(2);
      assertThat(run.err()).contains("--pytorch is '" + program + "'; expected a Python");
      assertThat(run.out()).isEmpty();
    }
  }

  @Test
  void aResultGoesIntoAFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    Run run = Run.of("gpu", "--device", openClDevice(), "--only", "launch", "--out", file);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("--out is '" + file + "'").contains("expected a folder");
  }

  @Test
  void aPageIsMadeOfAResult() throws IOException {
    Run run = Run.of("gpu", "--render", folder);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("--render is '" + folder + "'", "a folder with a gpu.json");
    Files.writeString(folder.resolve("gpu.json"), "[7]");
    run = Run.of("gpu", "--render", folder);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("--render is '" + folder + "'", "that this version wrote");
  }

  @Test
  void helpDescribesItsJson() {
    Run run = Run.of("gpu", "--help");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("Usage: hillock gpu", "JSON: {\"date\"")
        .contains("CHECK, LAUNCH, SOFTMAX, ELEMENTWISE,");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--device cpu | --device is 'cpu', which is no OpenCL device",
        "--device nowhere | nowhere",
        "--only nothing | nothing",
        "--sizes 0 | --sizes is 0.0; expected 1 to",
        "--shapes 7 | --shapes has '7'; expected two or three dimensions such as 4096x1024",
        "--shapes 3x0 | --shapes has '3x0'",
        "--shapes axb | --shapes has 'axb'",
        "--families nobody | --families has 'nobody'; expected some of [",
        "--seconds -1 | --seconds is -1.0; expected 0 to 60",
        "--minutes x | --minutes",
      })
  void badUsage(String arguments, String message) {
    Run run = Run.of((Object[]) ("gpu " + arguments).split(" "));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(message).contains("Try 'hillock gpu --help'.");
  }
}
