package org.hillock.translator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The generated files: which there are, what is in them, how they are written. */
class OutputTest {
  private static final String PACKAGE = "org/hillock/cpu/";

  @TempDir Path folder;

  @Test
  void classesAndTheirMethods() throws Exception {
    Kernels kernels =
        new Kernels(folder.resolve("kernels"))
            .with(
                "math.cl",
                Kernels.MATH
                    + "integer bits(real x) { return as_integer(x); }\n"
                    + "real take_away(real x, float a) { return x - a; }\n")
            .with(
                "softmax_maps.cl",
                "real row_slope(float d, real y, real out, float t)"
                    + " { return (y * (out - d)) * t; }\n")
            .with("activation/leaky_relu.cl", Kernels.SNIPPET);
    Map<String, String> files = kernels.translate();
    assertThat(files.keySet())
        .containsExactly(
            PACKAGE + "LeakyReluScalar.java",
            PACKAGE + "MathScalar.java",
            PACKAGE + "PlainScalar.java",
            PACKAGE + "ScalarTwins.java",
            PACKAGE + "SoftmaxMapsScalar.java",
            ArithmeticWriter.PATH);
    try (Compiled compiled = new Compiled(files, folder.resolve("classes"))) {
      assertThat(compiled.call("MathScalar", "takeAway", 5f, 3f)).isEqualTo(2f);
      assertThat(compiled.type("MathScalar").getDeclaredMethods())
          .extracting(Method::getName)
          .containsExactlyInAnyOrder("twice", "takeAway");
      Object twins = compiled.call("ScalarTwins", "activations");
      assertThat((Map<?, ?>) twins)
          .extracting(map -> map.keySet().toString())
          .isEqualTo("[leaky_relu, plain]");
      assertThat(compiled.call("ScalarTwins", "softmaxMaps"))
          .isInstanceOf(compiled.type("SoftmaxMapsScalar"));

      float[] result = new float[3];
      float[] y = {9, 2, 3};
      float[] dy = {9, 9, 5, 7};
      compiled.call("SoftmaxMapsScalar", "rowSlope", y, 1, dy, 2, result, 1, 2, 1f, 0.5f);
      assertThat(result).containsExactly(0, 4, 9);
      assertThat(compiled.call("SoftmaxMapsScalar", "rowSlope", 1f, 3f, 7f, 0.5f)).isEqualTo(9f);

      float[] dx = {1, 1, 1, 1};
      compiled.call("PlainScalar", "backward", y, 1, dy, 2, dx, 1, 2, 0f);
      assertThat(dx).containsExactly(1, 10, 21, 1);
      compiled.call("PlainScalar", "forward", y, 0, y, 0, 2, 0f);
      assertThat(y).containsExactly(18, 4, 3);
    }
  }

  @Test
  void textIsFlatAndCarriesItsSource() throws IOException {
    String text =
        new Kernels(folder)
            .with(
                "activation/plain.cl",
                """
                #define UNUSED 3.0f
                #define HALF 0x1p-1f
                real value(real x, float a) {
                  real dead = x * x;
                  real t = twice(x + a);
                  t = t * HALF;
                  return t;
                }
                """
                    + Kernels.SLOPE)
            .translate()
            .get(PACKAGE + "PlainScalar.java");
    assertThat(text)
        .isEqualTo(
            """
            // Generated from kernels-cl: activation/plain.cl, math.cl.
            // Do not edit: change those files; the build writes this one anew.
            package org.hillock.cpu;

            /** The loops of {@code activation/plain.cl}, with every call written out. */
            final class PlainScalar implements ActivationLoops {
              private static final float HALF = 0x1p-1f; // activation/plain.cl:2

              @Override
              public int forwardOperations() {
                return 3;
              }

              @Override
              public int backwardOperations() {
                return 1;
              }

              @Override
              public void forward(float[] x, int xFrom, float[] y, int yFrom, int count, float a) {
                for (int i = 0; i < count; i++) {
                  float xi = x[xFrom + i];
                  // activation/plain.cl:5: real t = twice(x + a);
                  float x_2 = xi + a;
                  // math.cl:2: return x + x;
                  float t = x_2 + x_2;
                  // activation/plain.cl:6: t = t * HALF;
                  float t_2 = t * HALF;
                  y[yFrom + i] = t_2;
                }
              }

              @Override
              public void backward(
                  float[] x, int xFrom, float[] dy, int dyFrom, float[] dx, int dxFrom, int count, float a) {
                for (int i = 0; i < count; i++) {
                  float xi = x[xFrom + i];
                  float dyi = dy[dyFrom + i];
                  dx[dxFrom + i] = dyi * xi;
                }
              }
            }
            """);
  }

  @Test
  void onlyWhatChangedIsWritten() throws IOException {
    Kernels kernels =
        new Kernels(folder.resolve("kernels")).with("activation/b.cl", Kernels.SNIPPET);
    Path output = folder.resolve("output");
    Path vectors = folder.resolve("vectors");
    String[] arguments = {kernels.folder.toString(), output.toString(), vectors.toString()};
    Main.main(arguments);
    Path plain = output.resolve(PACKAGE + "PlainScalar.java");
    Path math = output.resolve(PACKAGE + "MathScalar.java");
    FileTime longAgo = FileTime.fromMillis(0);
    Files.setLastModifiedTime(plain, longAgo);
    Files.writeString(math, "damaged");
    kernels.with("activation/c.cl", Kernels.SNIPPET);
    Files.delete(kernels.folder.resolve("activation/b.cl"));

    Main.main(arguments);

    assertThat(Files.getLastModifiedTime(plain)).isEqualTo(longAgo);
    assertThat(math).content().contains("class MathScalar");
    assertThat(output.resolve(PACKAGE + "BScalar.java")).doesNotExist();
    assertThat(output.resolve(PACKAGE + "CScalar.java")).exists();
    assertThat(vectors.resolve(PACKAGE + "BVector.java")).doesNotExist();
    assertThat(vectors.resolve(PACKAGE + "CVector.java")).exists();
    assertThat(kernels.translate()).isEqualTo(kernels.translate());
    assertThatThrownBy(() -> Main.main(new String[0])).hasMessageContaining("got 0");
  }

  @Test
  void sizeIsEstimatedFromAboveAndLimited() throws Exception {
    String body = "real q = x;\n" + "q = x > q && q != a ? -fma(q, x, 1.5f) : q - a;\n".repeat(150);
    Kernels kernels =
        new Kernels(folder.resolve("kernels")).with("activation/plain.cl", snippet(body));
    Path classes = Files.createDirectories(folder.resolve("classes"));
    new Compiled(kernels.translate(), classes).close();
    assertThat(CodeSize.estimate(flat(body)))
        .isBetween(bytecodeOfForward(classes), 2 * bytecodeOfForward(classes));

    kernels.with("activation/plain.cl", snippet(body + body.replace("real q = x;", "").repeat(3)));
    assertThatThrownBy(kernels::translate)
        .hasMessageStartingWith("activation/plain.cl:1:6: value() is about ")
        .hasMessageContaining("above the 8000 that HotSpot compiles");
  }

  private static String snippet(String body) {
    return "real value(real x, float a) {\n" + body + "return q;\n}\n" + Kernels.SLOPE;
  }

  private static FlatFunction flat(String body) {
    Scope scope = new Scope().plus(new Source("a.cl", snippet(body)));
    Names names = new Names(java.util.List.of());
    return Inliner.flatten(scope, scope.function("value"), names, java.util.List.of("xi", "a"));
  }

  private static int bytecodeOfForward(Path classes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    String file = classes.resolve(PACKAGE + "PlainScalar.class").toString();
    assertThat(ToolProvider.findFirst("javap").orElseThrow().run(out, out, "-c", file)).isZero();
    String text = bytes.toString(StandardCharsets.UTF_8);
    String forward = text.substring(text.indexOf("void forward"), text.indexOf("void backward"));
    Matcher offsets = Pattern.compile("(?m)^ +(\\d+): ").matcher(forward);
    int last = 0;
    while (offsets.find()) {
      last = Integer.parseInt(offsets.group(1));
    }
    return last + 1;
  }
}
