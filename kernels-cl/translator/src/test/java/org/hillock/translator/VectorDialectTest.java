package org.hillock.translator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Vector API's dialect gives the scalar dialect's bits, tails of loops included. */
class VectorDialectTest {
  /** Runs in a JVM of its own, for the Vector API is a module that must be asked for. */
  private static final String PROOF =
      """
      package org.hillock.cpu;

      public class Proof {
        public static void main(String[] arguments) {
          float[] x = new float[10007];
          float[] dy = new float[x.length];
          for (int i = 0; i < x.length; i++) {
            x[i] = Float.intBitsToFloat(i * 429_197);
            dy[i] = 1 + i * 0x1p-10f;
          }
          var vectors = new VectorTwins().activations();
          new ScalarTwins().activations().forEach((name, scalar) -> {
            float[] expected = new float[2 * x.length];
            float[] actual = new float[2 * x.length];
            run(scalar, x, dy, expected);
            run(vectors.get(name), x, dy, actual);
            int mismatches = 0;
            for (int i = 0; i < actual.length; i++) {
              mismatches += Float.floatToIntBits(actual[i]) == Float.floatToIntBits(expected[i])
                  ? 0 : 1;
            }
            System.out.println(name + " " + mismatches);
          });
        }

        private static void run(ActivationLoops loops, float[] x, float[] dy, float[] out) {
          loops.forward(x, 0, out, 0, x.length, 1.25f);
          loops.backward(x, 0, dy, 0, out, x.length, x.length, 1.25f);
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void vectorsGiveTheScalarBits() throws Exception {
    Path kernels = Path.of("..");
    Map<String, String> files = new TreeMap<>();
    files.putAll(new Translator(kernels, new ScalarDialect()).translate());
    files.putAll(new Translator(kernels, new VectorDialect()).translate());
    files.remove(ArithmeticWriter.PATH);
    files.put("org/hillock/cpu/Interfaces.java", Compiled.INTERFACES);
    files.put("org/hillock/cpu/Proof.java", PROOF);
    List<String> options =
        new ArrayList<>(List.of("--add-modules", "jdk.incubator.vector", "-d", "" + folder));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      options.add(Files.writeString(path, file.getValue()).toString());
    }
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(messages, true, StandardCharsets.UTF_8);
    int status =
        ToolProvider.findFirst("javac").orElseThrow().run(out, out, options.toArray(String[]::new));
    assertThat(status).as(messages.toString(StandardCharsets.UTF_8)).isZero();

    Process proof =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                folder.toString(),
                "org.hillock.cpu.Proof")
            .redirectError(folder.resolve("errors").toFile())
            .start();
    String result = new String(proof.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(proof.waitFor()).as(Files.readString(folder.resolve("errors"))).isZero();
    assertThat(result.lines()).isNotEmpty().allMatch(line -> line.endsWith(" 0"));
  }
}
