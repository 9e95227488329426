package org.hillock.translator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A function whose name ends in {@code _at_1} gives the bits of the general one at 1: of an
 * activation for a thirty-second of all floats, or all of them with {@code
 * -Dhillock.exhaustive=true}; of softmax for random ones.
 */
class AtOneTest {
  /** Compares the twins of two folders of classes. */
  private static final String PROOF =
      """
      package org.hillock.cpu;

      import java.net.URL;
      import java.net.URLClassLoader;
      import java.nio.file.Path;
      import java.util.Arrays;
      import java.util.SplittableRandom;
      import java.util.stream.IntStream;

      public class AtOneProof {
        private static final int SIZE = 1 << 16;

        private interface Loop {
          void run(float[] x, float[] y);
        }

        public static void main(String[] arguments) throws Exception {
          for (String activation : arguments[2].split(",")) {
            for (String direction : new String[] {"forward", "backward"}) {
              Loop special = activation(arguments[0], activation, direction);
              Loop general = activation(arguments[1], activation, direction);
              int step = Integer.parseInt(arguments[3]);
              long mismatches = IntStream.range(0, SIZE / step).parallel().mapToLong(block -> {
                int high = block * step + block % step;
                float[] x = new float[SIZE];
                for (int i = 0; i < SIZE; i++) {
                  x[i] = Float.intBitsToFloat((high << 16) + i);
                }
                return mismatches(special, general, x);
              }).sum();
              System.out.println(activation + " " + direction + " " + mismatches);
            }
          }
          SplittableRandom random = new SplittableRandom(1);
          long mismatches = 0;
          for (int round = 0; round < 500; round++) {
            float maximum = round < 100 ? round / 10 : Float.intBitsToFloat(random.nextInt());
            float[] x = new float[SIZE];
            for (int i = 0; i < SIZE; i++) {
              float any = Float.intBitsToFloat(random.nextInt());
              float near = maximum - (float) (110 * random.nextDouble());
              x[i] = i % 4 == 0 ? (any <= maximum ? any : maximum) : near;
            }
            mismatches += mismatches(
                softmax(arguments[0], maximum), softmax(arguments[1], maximum), x);
          }
          System.out.println("softmax " + mismatches);
        }

        private static long mismatches(Loop special, Loop general, float[] x) {
          float[] y = new float[x.length];
          float[] expected = new float[x.length];
          special.run(x, y);
          general.run(x, expected);
          if (Arrays.equals(y, expected)) {
            return 0;
          }
          return IntStream.range(0, x.length)
              .filter(i -> Float.floatToIntBits(y[i]) != Float.floatToIntBits(expected[i]))
              .count();
        }

        private static Loop activation(String folder, String name, String direction)
            throws Exception {
          Object loops = make(folder, name + "Vector");
          boolean forward = direction.equals("forward");
          var method = Arrays.stream(loops.getClass().getDeclaredMethods())
              .filter(m -> m.getName().equals(direction)).findFirst().orElseThrow();
          method.setAccessible(true);
          float[] ones = new float[SIZE];
          Arrays.fill(ones, 1);
          return (x, y) -> {
            try {
              if (forward) {
                method.invoke(loops, x, 0, y, 0, x.length, 1f);
              } else {
                method.invoke(loops, x, 0, ones, 0, y, 0, x.length, 1f);
              }
            } catch (ReflectiveOperationException e) {
              throw new LinkageError(direction, e);
            }
          };
        }

        private static Loop softmax(String folder, float maximum) throws Exception {
          Object maps = make(folder, "SoftmaxMapsVector");
          var method = maps.getClass().getDeclaredMethod("softmaxExp", float[].class, int.class,
              float[].class, int.class, int.class, float.class, float.class);
          method.setAccessible(true);
          return (x, y) -> {
            try {
              method.invoke(maps, x, 0, y, 0, x.length, maximum, 1f);
            } catch (ReflectiveOperationException e) {
              throw new LinkageError("softmaxExp", e);
            }
          };
        }

        private static Object make(String folder, String name) throws Exception {
          URL[] path = {Path.of(folder).toUri().toURL()};
          var loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader());
          var constructor = loader.loadClass("org.hillock.cpu." + name).getDeclaredConstructor();
          constructor.setAccessible(true);
          return constructor.newInstance();
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void theBitsAreThoseOfTheGeneralFunction() throws Exception {
    Path kernels = Path.of("..");
    Path special = Files.createDirectories(folder.resolve("special"));
    Path general = Files.createDirectories(folder.resolve("general"));
    VectorJvm jvm = new VectorJvm(special);
    jvm.compile(kernels, "org/hillock/cpu/AtOneProof.java", PROOF);
    new VectorJvm(general).compile(withoutAtOne(kernels), "org/hillock/cpu/AtOneProof.java", PROOF);
    String result =
        jvm.run(
            "org.hillock.cpu.AtOneProof",
            "" + special,
            "" + general,
            String.join(",", atOne(kernels)),
            Boolean.getBoolean("hillock.exhaustive") ? "1" : "32");
    assertThat(result.lines()).hasSizeGreaterThan(1).allMatch(line -> line.endsWith(" 0"));
  }

  /** The classes of the snippets that have such a function. */
  private static List<String> atOne(Path kernels) throws IOException {
    try (Stream<Path> snippets = Files.list(kernels.resolve("activation"))) {
      return snippets
          .filter(snippet -> read(snippet).contains("_at_1("))
          .map(snippet -> Names.className(snippet.getFileName().toString().replace(".cl", "")))
          .sorted()
          .toList();
    }
  }

  private Path withoutAtOne(Path kernels) throws IOException {
    Path copy = folder.resolve("kernels");
    Files.createDirectories(copy.resolve("activation"));
    for (String part : List.of(".", "activation")) {
      try (Stream<Path> files = Files.list(kernels.resolve(part))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".cl")).toList()) {
          String text = read(file).replace("_at_1(", "_not_taken(");
          Files.writeString(copy.resolve(part).resolve(file.getFileName()), text);
        }
      }
    }
    return copy;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void itIsTakenAtOneOnly() throws Exception {
    Kernels kernels =
        new Kernels(folder.resolve("small"))
            .with(
                "activation/plain.cl",
                Kernels.SNIPPET + "real value_at_1(real x) { return x * 7.0f; }\n");
    try (Compiled compiled =
        new Compiled(kernels.translate(), Files.createDirectories(folder.resolve("classes")))) {
      assertThat(compiled.forward("PlainScalar", 3, 1)).isEqualTo(21);
      assertThat(compiled.forward("PlainScalar", 3, 2)).isEqualTo(6);
    }
  }

  @Test
  void itTakesTheSameParametersButTheLast() throws Exception {
    Kernels kernels =
        new Kernels(folder.resolve("small"))
            .with(
                "activation/plain.cl",
                Kernels.SNIPPET + "real value_at_1(real x, float a) { return x; }\n");
    assertThatThrownBy(kernels::translate)
        .isInstanceOf(TranslationException.class)
        .hasMessageContaining("signature real value_at_1(real x, float a)")
        .hasMessageContaining("write the parameters of real value(real x, float a) but the last");
  }
}
