package org.hillock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.hillock.op.Activation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccuracyCommandTest {

  @TempDir private Path folder;

  @Test
  void everyFunctionAndSlopeIsMeasured() throws IOException {
    Path file = folder.resolve("accuracy.json");
    Run run = Run.of("accuracy", "--device", "cpu", "--stride", 100003, "--json", file);
    assertThat(run.status()).isZero();
    JsonNode json = Run.json(file);
    assertThat(json.get("stride").intValue()).isEqualTo(100003);
    assertThat(json.get("functions")).hasSize(2 * Activation.values().length);
    for (JsonNode function : json.get("functions")) {
      assertThat(function.get("maxUlp").doubleValue()).isBetween(0.0, 1.0);
      assertThat(function.get("worstInput").textValue()).matches("0x[0-9a-f]{8}");
      assertThat(function.get("inputs").longValue()).isEqualTo((1L << 32) / 100003 + 1);
    }
  }

  @Test
  void oneFunctionWithItsParameter() throws IOException {
    Path file = folder.resolve("accuracy.json");
    Run run =
        Run.of(
            "accuracy",
            "--op",
            "silu",
            "--parameter",
            1.7,
            "--stride",
            1000003,
            "--threads",
            1,
            "--device",
            "cpu",
            "--json",
            file);
    assertThat(run.status()).isZero();
    assertThat(Run.json(file).get("functions")).hasSize(2);
    assertThat(run.out()).contains(Activation.SILU.with(1.7f).label());
  }

  @Test
  void theCertificateOfOneFunction() throws IOException {
    Path out = folder.resolve("certificate");
    Object[] command = {
      "accuracy",
      "--all",
      "--defaults",
      "--op",
      "elu",
      "--stride",
      1000003,
      "--device",
      "cpu",
      "--out",
      out
    };
    Run run = Run.of(command);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("ELU", "FORWARD", "BACKWARD")
        .contains("Every result looked at, for every 1000003th input, is within 1 ULP");
    JsonNode functions = Run.json(out.resolve("certificate.json")).get("functions");
    assertThat(functions).hasSize(2);
    assertThat(functions.get(1).get("machine").get("device").textValue()).isEqualTo("cpu");
    assertThat(functions.get(1).get("maxUlp").doubleValue()).isBetween(0.4, 1.0);
    assertThat(out.resolve("README.md")).content().contains("| ELU | backward | 0.");
    assertThat(Run.of(command).out()).contains("2 of 2 functions are done already");
    command[6] = 1000033;
    Run other = Run.of(command);
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.err()).contains("stride 1000003, not 1000033");
    command[8] = "nowhere";
    assertThat(Run.of(Stream.concat(Stream.of(command), Stream.of("--restart")).toArray()).status())
        .isEqualTo(2);
    assertThat(out.resolve("certificate.json")).exists();
    command[8] = "cpu";
    assertThat(Run.of(Stream.concat(Stream.of(command), Stream.of("--restart")).toArray()).status())
        .isZero();
    functions = Run.json(out.resolve("certificate.json")).get("functions");
    assertThat(functions.get(0).get("stride").intValue()).isEqualTo(1000033);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--op nothing | there is no operation 'nothing'",
        "--op softmax | no function of one input",
        "--op gelu --parameter 2 | takes no parameter",
        "--parameter 2 | --parameter needs --op",
        "--stride 0 | --stride is 0; expected 1 to 2^31",
        "--stride x | --stride",
        "--threads 0 | --threads is 0; expected 1 to 1024",
        "--threads 100000 | --threads is 100000; expected 1 to 1024",
        "--device nowhere | nowhere",
        "--out x | --out needs --all",
        "--restart | --restart needs --all",
        "--defaults | --defaults needs --all",
        "--all --json x | --json does not go with --all",
        "--all --op elu --parameter 2 --defaults | --parameter does not go with --defaults",
      })
  void badUsage(String arguments, String message) {
    Run run = Run.of((Object[]) ("accuracy " + arguments).split(" "));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(message).contains("Try 'hillock accuracy --help'.");
  }
}
