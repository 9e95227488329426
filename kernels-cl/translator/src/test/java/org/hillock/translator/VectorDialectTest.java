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
import org.hillock.translator.Type.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A proof that the flat form is enough for the Vector API too: a sketch of that dialect writes the
 * real kernels, and gives the scalar dialect's bits, tails of loops included.
 */
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
          var vectors = VectorTwins.activations();
          ScalarTwins.activations().forEach((name, scalar) -> {
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
    new Translator(kernels, new Vectors())
        .translate().entrySet().stream()
            .filter(file -> !file.getKey().endsWith("MathVector.java"))
            .forEach(file -> files.put(file.getKey(), file.getValue()));
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

  /**
   * A local is a FloatVector or an IntVector, a condition a VectorMask of floats; uniforms stay
   * float and int.
   */
  private static final class Vectors implements Dialect {
    private static final String FLOATS = "FloatVector.SPECIES_PREFERRED";
    private static final String INTS = "IntVector.SPECIES_PREFERRED";
    private static final String INSIDE = ", " + FLOATS + ".indexInRange(i, count))";
    private final Dialect uniform = new ScalarDialect();

    @Override
    public String suffix() {
      return "Vector";
    }

    @Override
    public List<String> imports() {
      return List.of("jdk.incubator.vector.*");
    }

    @Override
    public String type(Type.Scalar type) {
      if (type.uniform()) {
        return uniform.type(type);
      }
      return type.element() == Element.INT ? "IntVector" : "FloatVector";
    }

    @Override
    public String loopHead() {
      return "for (int i = 0; i < count; i += " + FLOATS + ".length()) {";
    }

    @Override
    public String load(String array, String from) {
      return "FloatVector.fromArray(" + FLOATS + ", " + array + ", " + from + " + i" + INSIDE;
    }

    @Override
    public String store(String array, String from, Value value) {
      return vector(value) + ".intoArray(" + array + ", " + from + " + i" + INSIDE + ";";
    }

    @Override
    public String expression(Value value) {
      if (value.type().uniform() || !(value instanceof Value.Operation operation)) {
        return uniform.expression(value);
      }
      List<Value> operands = operation.operands();
      String first = vector(operands.get(0));
      return switch (operation.operator()) {
        case NEGATE -> first + ".neg()";
        case NOT -> first + ".not()";
        case AS_REAL -> first + ".reinterpretAsFloats()";
        case AS_INTEGER -> first + ".reinterpretAsInts()";
        case FMA ->
            first + ".fma(" + vector(operands.get(1)) + ", " + vector(operands.get(2)) + ")";
        case ADD -> method(operation, "add(");
        case SUBTRACT -> method(operation, "sub(");
        case MULTIPLY -> method(operation, "mul(");
        case BIT_AND, AND -> method(operation, "and(");
        case OR -> method(operation, "or(");
        case SHIFT_LEFT -> method(operation, "lanewise(VectorOperators.LSHL, ");
        case SHIFT_RIGHT -> method(operation, "lanewise(VectorOperators.ASHR, ");
        case LESS -> comparison(operation, "LT");
        case LESS_OR_EQUAL -> comparison(operation, "LE");
        case GREATER -> comparison(operation, "GT");
        case GREATER_OR_EQUAL -> comparison(operation, "GE");
        case EQUAL -> comparison(operation, "EQ");
        case NOT_EQUAL -> comparison(operation, "NE");
        case SELECT -> select(operation, first);
      };
    }

    private String method(Value.Operation operation, String call) {
      return vector(operation.operands().get(0))
          + "."
          + call
          + vector(operation.operands().get(1))
          + ")";
    }

    private String comparison(Value.Operation operation, String name) {
      String mask = method(operation, "compare(VectorOperators." + name + ", ");
      boolean ints = operation.operands().get(0).type().element() == Element.INT;
      return ints ? mask + ".cast(" + FLOATS + ")" : mask;
    }

    private String select(Value.Operation operation, String condition) {
      boolean ints = operation.type().element() == Element.INT;
      String mask = ints ? condition + ".cast(" + INTS + ")" : condition;
      List<Value> operands = operation.operands();
      return vector(operands.get(2)) + ".blend(" + vector(operands.get(1)) + ", " + mask + ")";
    }

    /** Writes a value as a vector or mask, even a uniform one. */
    private String vector(Value value) {
      if (!value.type().uniform()) {
        return expression(value);
      }
      return switch (value.type().element()) {
        case FLOAT -> "FloatVector.broadcast(" + FLOATS + ", " + expression(value) + ")";
        case INT -> "IntVector.broadcast(" + INTS + ", " + expression(value) + ")";
        case CONDITION -> FLOATS + ".maskAll(" + expression(value) + ")";
      };
    }
  }
}
