package org.hillock.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hillock.op.Activation;
import org.hillock.op.Softmax;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;

class JmhCommandTest {

  /** Nothing here is about time: one call of each, in this JVM. */
  private static final List<String> ONCE =
      List.of("-f", "0", "-wi", "0", "-i", "1", "-r", "1ms", "-bs", "1");

  @TempDir private Path folder;

  @BeforeAll
  static void besideAnyOtherRun() {
    System.setProperty("jmh.ignoreLock", "true");
  }

  private static Run once(Object... arguments) {
    return Run.of(
        Stream.of(Stream.of("jmh"), Arrays.stream(arguments), ONCE.stream())
            .flatMap(words -> words)
            .toArray());
  }

  private static Options completed(List<String> inherited, String... arguments) {
    try {
      return JmhCommand.completed(new CommandLineOptions(arguments), inherited);
    } catch (CommandLineOptionException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Test
  void listsAndHelps() {
    assertThat(Run.of("jmh", "-l").status()).isZero();
    assertThat(Run.of("jmh", "-lp").status()).isZero();
    assertThat(Run.of("jmh", "-h").status()).isZero();
    assertThat(Run.of("jmh", "--help").out()).contains("Usage: hillock jmh", "hillock jmh -lp");
  }

  @Test
  void badArgumentIsBadUsage() {
    Run run = Run.of("jmh", "-no-such-option");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("Try 'hillock jmh --help'.");
  }

  @Test
  void operationThatIsNotThereIsBadUsage() {
    for (String parameter : new String[] {"op=gellu", "call=gellu:16"}) {
      Run run = Run.of("jmh", "-p", parameter);
      assertThat(run.status()).isEqualTo(2);
      assertThat(run.err()).contains("there is no operation 'gellu'; expected one of ");
    }
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
      Run run = once("Kernels", "-p", "backend=no-such-device", "-foe", failOnError);
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).startsWith("JMH").doesNotContain("\tat ");
    }
  }

  @Test
  void allOperationsWhereNoneIsNamed() {
    List<String> names = new ArrayList<>();
    Stream.of(Activation.values()).map(Activation::name).forEach(names::add);
    Softmax.kinds(-1).stream().map(Softmax::name).forEach(names::add);
    assertThat(completed(List.of()).getParameter("op").get())
        .containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void operationsHaveOneNameEach() {
    Options options = completed(List.of(), "-p", "op=silu,log-softmax", "-p", "call=silu:2x3");
    assertThat(options.getParameter("op").get()).containsExactly("SWISH", "LOG_SOFTMAX");
    assertThat(options.getParameter("call").get()).containsExactly("SWISH:2x3");
  }

  @Test
  void argumentsForTheForkedJvmDoNotCostItSimd() {
    List<String> inherited = List.of("--add-modules=m", "-Xmx1g", "-DuniqueLibraryNames=true");
    assertThat(completed(inherited).getJvmArgsPrepend().hasValue()).isFalse();
    Options options = completed(inherited, "-jvmArgs", "-Xmx2g", "-jvmArgsPrepend", "-Da=b");
    assertThat(options.getJvmArgs().get()).containsExactly("-Xmx2g");
    assertThat(options.getJvmArgsPrepend().get())
        .containsExactly("--add-modules=m", "-DuniqueLibraryNames=true", "-Da=b");
  }

  @Test
  void everyBenchmarkRunsAndIsCompared() throws IOException {
    Path file = folder.resolve("new.json");
    Run run = once("-p", "shape=3x4", "--json", file);
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .containsPattern("benchmark +call +ns/op +error +GB/s +B/op")
        .contains("Dispatch.arrays", "Dispatch.tensors", "cpu GELU:1048576", "cpu SOFTMAX:64x16")
        .contains("Kernels.forward", "Kernels.backward", "cpu LOG_SOFTMAX 3x4");
    JsonNode kernel = null;
    for (JsonNode result : Run.json(file).get("results")) {
      kernel = result.get("benchmark").asText().equals("Kernels.backward") ? result : kernel;
    }
    assertThat(kernel).isNotNull();
    assertThat(kernel.at("/params/shape").asText()).isEqualTo("3x4");
    assertThat(kernel.get("nsPerOp").asDouble()).isPositive();
    assertThat(kernel.get("gbps").asDouble() * kernel.get("nsPerOp").asDouble())
        .isCloseTo(12 * 12, offset(1e-6));
    assertThat(kernel.get("nsError").isNull()).isTrue();

    Run compared = once("Kernels", "-p", "op=silu", "-p", "shape=3x4,4x3", "--baseline", file);
    assertThat(compared.status()).isZero();
    assertThat(compared.out())
        .contains("baseline: " + Run.json(file).get("date").asText())
        .containsPattern("Kernels.forward +cpu SWISH 3x4 .*error unknown")
        .containsPattern("Kernels.forward +cpu SWISH 4x3 .*not in the baseline");
  }

  @Test
  void theComparisonPrintsRatiosAndCounts() throws IOException {
    JmhReport before = report(score("A", 100), score("B", 100), score("C", 100), score("D", 100));
    JmhReport now = report(score("A", 150), score("B", 50), score("C", 101), score("E", 1));
    StringWriter out = new StringWriter();
    now.print(new PrintWriter(out), before);
    assertThat(out.toString())
        .containsPattern("Kernels.forward +A +150.0 .* 1.50 +SLOWER")
        .containsPattern("Kernels.forward +B +50.0 .* 0.50 +faster")
        .containsPattern("Kernels.forward +C +101.0 .* 1.01\\R")
        .containsPattern("Kernels.forward +E +1.0 .* not in the baseline")
        .contains("Marked: 2 of 4", "not run: 1.");
  }

  @Test
  void onlyAverageTimesAreWrittenAndCompared() {
    Path file = folder.resolve("new.json");
    Run run = once("Kernels", "-p", "op=silu", "-p", "shape=3", "-bm", "thrpt", "--json", file);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("expected -bm avgt");
    assertThat(file).doesNotExist();
  }

  @Test
  void aBaselineThatIsNoneIsAFailure() throws IOException {
    Path file = folder.resolve("other.json");
    for (String content : new String[] {"", "null", "{}", "[1]", "{\"results\":7}", "no JSON"}) {
      Files.writeString(file, content);
      assertThatThrownBy(() -> JmhReport.read(file))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("other.json is no result of hillock jmh --json");
    }
    Run run = once("Kernels", "--baseline", folder.resolve("missing.json"));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("missing.json").doesNotContain("\tat ");
  }

  private static JmhScore score(String call, double nanos) {
    return new JmhScore("Kernels.forward", Map.of("op", call), nanos, 2.0, null, null, null);
  }

  private static JmhReport report(JmhScore... scores) {
    return new JmhReport(
        "2026-11-21T00:00:00Z", "Java", List.of(), "OS", "CPU", Map.of(), List.of(scores));
  }
}
