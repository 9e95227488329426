package org.hillock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Path;
import org.hillock.Hillock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {

  @TempDir private Path folder;

  @Test
  void helpNamesEveryCommandAndTheStatus() {
    Run run = Run.of("--help");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains(
            "devices",
            "verify",
            "accuracy",
            "bench",
            "experiment",
            "peers",
            "gpu",
            "tune",
            "report",
            "apply",
            "cache",
            "jmh")
        .contains("Examples:", "Exit status: 0 when all is well");
  }

  @ParameterizedTest
  @ValueSource(strings = {"devices", "verify", "accuracy", "bench", "experiment", "peers", "apply"})
  void helpOfACommandDescribesItsJson(String command) {
    Run run = Run.of(command, "--help");
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("Usage: hillock " + command, "--json=FILE", "JSON: {\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "devices",
        "verify",
        "accuracy",
        "bench",
        "experiment",
        "peers",
        "gpu",
        "report",
        "apply",
        "cache",
        "jmh"
      })
  void examplesAndJsonAreNotWrapped(String name) {
    CommandLine main = Main.commandLine();
    CommandLine command = name.isEmpty() ? main : main.getSubcommands().get(name);
    CommandLine.Model.UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    assertThat(usage.footer())
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(80));
    assertThat(usage.customSynopsis()).allSatisfy(line -> assertThat(line).hasSizeLessThan(80));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--json=top.json devices", "--json top.json verify", "--quick bench"})
  void optionBeforeACommandIsBadUsage(String arguments) {
    Run run = Run.of((Object[]) arguments.split(" "));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).containsPattern("put --(json|quick) after the command \\w+");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aFileThatMayNotBeReadIsSaidSo() {
    assertThat(Main.message(new AccessDeniedException("x.npy")))
        .isEqualTo("x.npy: permission denied");
    assertThat(Main.message(new FileSystemLoopException("x.npy")))
        .contains("x.npy", "FileSystemLoop");
    assertThat(Main.message(new FileSystemException("x.npy", null, "Is a directory")))
        .isEqualTo("x.npy: Is a directory");
  }

  @Test
  void versionNamesJava() {
    Run run = Run.of("--version");
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("hillock", "Java " + Runtime.version());
  }

  @Test
  void unknownCommandIsBadUsage() {
    Run run = Run.of("aply");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("aply", "hillock apply", "Try 'hillock --help'.");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void unknownOptionIsBadUsage() {
    Run run = Run.of("devices", "--jsn", "x");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--jsn", "Try 'hillock devices --help'.");
  }

  @Test
  void withoutACommandItShowsVerifiesAndTimesEveryDevice() throws IOException {
    Path file = folder.resolve("tour.json");
    Run run = Run.of("--quick", "--json", file);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("Devices", "Verification", "Speed", "a plain copy moves", "All is well");
    JsonNode json = Run.json(file);
    int devices = Hillock.devices().size();
    assertThat(json.at("/devices/devices")).hasSize(devices);
    assertThat(json.at("/verification/devices")).hasSize(devices);
    assertThat(json.at("/benchmarks")).hasSize(devices);
    assertThat(json.get("ok").booleanValue()).isTrue();
  }
}
