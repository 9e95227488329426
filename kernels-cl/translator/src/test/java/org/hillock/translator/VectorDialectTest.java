package org.hillock.translator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
    VectorJvm jvm = new VectorJvm(folder);
    jvm.compile(Path.of(".."), "org/hillock/cpu/Proof.java", PROOF);
    String result = jvm.run("org.hillock.cpu.Proof");
    assertThat(result.lines()).isNotEmpty().allMatch(line -> line.endsWith(" 0"));
  }
}
