package org.hillock.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.hillock.op.Activation;
import org.hillock.op.Softmax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The form of the result; never how fast anything is. */
class BenchCommandTest {

  @TempDir private Path folder;

  private JsonNode bench(Object... arguments) throws IOException {
    Path file = folder.resolve("bench.json");
    Object[] all = new Object[arguments.length + 7];
    all[0] = "bench";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    Object[] rest = {"--device", "cpu", "--seconds", 0, "--json", file};
    System.arraycopy(rest, 0, all, arguments.length + 1, rest.length);
    Run run = Run.of(all);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("a plain copy moves", "GB/s", "of copy");
    return Run.json(file);
  }

  @Test
  void everyOperationBothWaysResidentAndOnTheHost() throws IOException {
    JsonNode json = bench("--shape", "3x5");
    int operations = Activation.values().length + Softmax.kinds(-1).size();
    assertThat(json.get("device").textValue()).isEqualTo("cpu");
    assertThat(json.get("copyGBps").doubleValue()).isPositive();
    assertThat(json.get("results")).hasSize(operations * 2 * 2);
    assertThat(json.get("results").findValuesAsText("data"))
        .containsOnly("resident", "host")
        .filteredOn("host"::equals)
        .hasSize(operations * 2);
    for (JsonNode result : json.get("results")) {
      assertThat(result.get("shape").textValue()).isEqualTo("3x5");
      assertThat(result.get("runs").intValue()).isGreaterThanOrEqualTo(3);
      boolean host = result.get("data").textValue().equals("host");
      double copy = json.get(host ? "hostCopyGBps" : "copyGBps").doubleValue();
      double share = result.get("gbps").doubleValue() / copy;
      assertThat(result.get("ofCopy").doubleValue()).isCloseTo(share, within(1e-9 * share));
    }
  }

  @Test
  void bytesAreEightForwardAndTwelveBackward() throws IOException {
    for (JsonNode result : bench("--op", "softmax", "--size", 1000).get("results")) {
      double bytes =
          result.get("gbps").doubleValue() * result.get("medianMicros").doubleValue() * 1e3;
      boolean forward = result.get("direction").textValue().equals("FORWARD");
      assertThat(bytes).isCloseTo(forward ? 8000 : 12000, within(1e-6));
    }
  }

  @Test
  void timesOfTheDeviceStandBesideWhenAskedFor() throws IOException {
    JsonNode json = bench("--op", "tanh", "--size", 1000, "--profile");
    assertThat(json.get("deviceMicros")).hasSize(2);
    assertThat(json.at("/deviceMicros/TANH BACKWARD").doubleValue()).isPositive();
    assertThat(bench("--op", "tanh", "--size", 1000).has("deviceMicros")).isFalse();
  }

  @Test
  void statisticsStandBesideWhenAskedFor() throws IOException {
    assertThat(dataOf("--op", "gelu", "--shape", "3x5", "--statistics"))
        .containsExactly("resident", "host", "statistics", "unit-statistics");
    // Neither has units.
    assertThat(dataOf("--op", "gelu", "--size", 15, "--statistics"))
        .containsExactly("resident", "host", "statistics");
    assertThat(dataOf("--op", "softmax", "--shape", "3x5", "--statistics"))
        .containsExactly("resident", "host", "statistics");
  }

  private Iterable<String> dataOf(Object... arguments) throws IOException {
    Object[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--direction";
    all[arguments.length + 1] = "forward";
    return bench(all).get("results").findValuesAsText("data");
  }

  @Test
  void aKindOfSoftmaxByItsName() throws IOException {
    assertThat(bench("--op", "log-softmax", "--size", 10).get("results").findValuesAsText("op"))
        .containsOnly("LOG_SOFTMAX(axis -1)");
  }

  @Test
  void oneDirectionInAnyCase() throws IOException {
    JsonNode json = bench("--op", "Tanh", "--direction", "backward", "--size", 10);
    assertThat(json.get("results").findValuesAsText("direction"))
        .containsExactly("BACKWARD", "BACKWARD");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--op nothing | there is no operation 'nothing'",
        "--size 0 | has 0 elements",
        "--size -3 | dimension 0 of shape [-3] is -3",
        "--size 3000000000 | 3000000000 elements; expected 1 to 2147483639",
        "--shape 4096by1024 | --shape is '4096by1024'; expected dimensions such as 4096x1024",
        "--shape 3x | --shape is '3x'",
        "--shape 3x4 --size 12 | mutually exclusive",
        "--direction sideways | sideways",
        "--seconds -1 | --seconds is -1",
        "--device nowhere | nowhere",
      })
  void badUsage(String arguments, String message) {
    Run run = Run.of((Object[]) ("bench " + arguments).split(" "));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(message).contains("Try 'hillock bench --help'.");
  }
}
