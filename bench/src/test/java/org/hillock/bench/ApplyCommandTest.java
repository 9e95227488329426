package org.hillock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.hillock.Hillock;
import org.hillock.bench.npy.NpyFiles;
import org.hillock.bench.npy.NpyReader;
import org.hillock.op.Activation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ApplyCommandTest {

  private static final float[] X = {-3, -1, -0f, 0.5f, 2, Float.NaN};
  private static final float[] DY = {1, -2, 3, 0.25f, 5, 6};

  @TempDir private Path folder;
  private Path in;
  private Path grad;
  private Path out;

  @BeforeEach
  void files() {
    in = NpyFiles.write(folder.resolve("x.npy"), "(2, 3)", X);
    grad = NpyFiles.write(folder.resolve("dy.npy"), "(2, 3)", DY);
    out = folder.resolve("y.npy");
  }

  private float[] result() throws IOException {
    return NpyReader.read(out).values();
  }

  @ParameterizedTest
  @EnumSource
  void everyActivation(Activation activation) throws IOException {
    try (Hillock cpu = Hillock.open("cpu")) {
      Run run =
          Run.of(
              "apply", activation.name(), "--in", in, "--out", out, "--device", "cpu", "--verify");
      assertThat(run.status()).as(run.err()).isZero();
      assertThat(result()).isEqualTo(cpu.forward(activation, X));

      run =
          Run.of(
              "apply",
              activation.name(),
              "--backward",
              "--saved",
              in,
              "--grad",
              grad,
              "--out",
              out,
              "--device",
              "cpu",
              "--verify");
      assertThat(run.status()).as(run.err()).isZero();
      assertThat(result()).isEqualTo(cpu.backward(activation, X, DY));
    }
  }

  static List<Softmax> kinds() {
    return Softmax.kinds(0);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void softmaxHasTheLastAxisAndTemperatureOneUnlessTold(Softmax kind) throws IOException {
    Object[] defaults = {
      "apply", kind.name(), "--in", in, "--out", out, "--device", "cpu", "--verify"
    };
    Object[] all = Arrays.copyOf(defaults, defaults.length + 4);
    System.arraycopy(new Object[] {"--axis", 0, "--temperature", 0.5}, 0, all, defaults.length, 4);
    try (Hillock cpu = Hillock.open("cpu")) {
      Shape shape = Shape.of(2, 3);
      Softmax last = new Softmax(-1, 1, kind.logarithmic());
      Run.of(defaults);
      assertThat(result()).isEqualTo(cpu.forward(last, X, shape));
      Run.of(all);
      assertThat(result()).isEqualTo(cpu.forward(kind.temperature(0.5f), X, shape));
    }
  }

  @Test
  void inputMayBeReplaced() throws IOException {
    float[] before = NpyReader.read(in).values();
    assertThat(Run.of("apply", "tanh", "--in", in, "--out", in, "--device", "cpu").status())
        .isZero();
    assertThat(NpyReader.read(in).values()).hasSameSizeAs(before).isNotEqualTo(before);
  }

  @Test
  void writesJson() throws IOException {
    Path json = folder.resolve("apply.json");
    Run.of("apply", "tanh", "--in", in, "--out", out, "--device", "cpu", "--json", json);
    JsonNode node = Run.json(json);
    assertThat(node.get("operation").textValue()).isEqualTo("TANH");
    assertThat(node.get("direction").textValue()).isEqualTo("FORWARD");
    assertThat(node.get("device").textValue()).isEqualTo("cpu");
    assertThat(node.get("shape")).hasToString("[2,3]");
    assertThat(node.get("verified").booleanValue()).isFalse();
    assertThat(node.get("conversions")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tanh --in X --out Y --json Y",
        "tanh --in X --out Y --json X",
        "tanh --in X --out Y --json LINK",
        "tanh --backward --saved X --grad DY --out Y --json X",
        "tanh --backward --saved X --grad DY --out Y --json DY",
      })
  void jsonOverAnArrayIsBadUsage(String arguments) throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), in);
    Run run = Run.of(words(arguments));
    assertThat(run.err()).contains("--json would replace the array " + folder);
    assertThat(run.status()).isEqualTo(2);
    assertNothingWritten();
    assertThat(NpyReader.read(in).values()).isEqualTo(X);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gulu --in X --out Y | there is no operation 'gulu'; expected one of",
        "tanh --out Y | --in is missing",
        "tanh --in X | --out",
        "--in X --out Y | OP",
        "tanh --backward --saved X --out Y | --grad is missing",
        "tanh --backward --grad DY --out Y | --saved is missing",
        "tanh --backward --in X --saved X --grad DY --out Y | --in has no part in --backward",
        "tanh --in X --saved X --out Y | --saved and --grad need --backward",
        "tanh --parameter 2 --in X --out Y | TANH takes no parameter, but was given 2.0",
        "elu --parameter -1 --in X --out Y | parameter alpha of ELU is -1.0",
        "elu --parameter x --in X --out Y | --parameter",
        "tanh --axis 1 --in X --out Y | --axis is not for an activation",
        "tanh --temperature 2 --in X --out Y | --temperature is not for an activation",
        "softmax --parameter 2 --in X --out Y | --parameter is not for a softmax",
        "softmax --temperature 0 --in X --out Y | temperature is 0.0",
        "softmax --temperature nan --in X --out Y | --temperature",
        "log_softmax --parameter 2 --in X --out Y | --parameter is not for a softmax",
        "softmax --axis 2 --in X --out Y | axis is 2; expected -2 to 1 for shape 2x3",
        "tanh --in X --out Y --device nowhere | device \"nowhere\" is not there",
      })
  void badUsage(String arguments, String message) throws IOException {
    Run run = Run.of(words(arguments));
    assertThat(run.err()).contains(message).contains("Try 'hillock apply --help'.");
    assertThat(run.status()).isEqualTo(2);
    assertNothingWritten();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tanh --in NO --out Y | no.npy: there is no such file",
        "tanh --in TEXT --out Y | text.npy: begins with \"hello \", not with the magic bytes",
        "tanh --in X --out NOWHERE | cannot write",
        "tanh --in X --out FOLDER | it is there and is not a regular file",
        "tanh --backward --saved X --grad SHORT --out Y | has shape 3; expected 2x3",
      })
  void failures(String arguments, String message) throws IOException {
    Files.writeString(folder.resolve("text.npy"), "hello world");
    NpyFiles.write(folder.resolve("short.npy"), "(3,)", 1, 2, 3);
    Run run = Run.of(words(arguments));
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
    assertThat(run.status()).isEqualTo(1);
    assertNothingWritten();
  }

  private Object[] words(String arguments) {
    return Stream.concat(Stream.of("apply"), Arrays.stream(arguments.split(" ")))
        .map(
            word ->
                switch (word) {
                  case "X" -> in;
                  case "DY" -> grad;
                  case "Y" -> out;
                  case "LINK" -> folder.resolve("link");
                  case "NO" -> folder.resolve("no.npy");
                  case "TEXT" -> folder.resolve("text.npy");
                  case "SHORT" -> folder.resolve("short.npy");
                  case "NOWHERE" -> folder.resolve("no/where.npy");
                  case "FOLDER" -> folder;
                  default -> word;
                })
        .toArray();
  }

  private void assertNothingWritten() throws IOException {
    assertThat(out).doesNotExist();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).noneMatch(file -> file.toString().contains(".part"));
    }
  }
}
