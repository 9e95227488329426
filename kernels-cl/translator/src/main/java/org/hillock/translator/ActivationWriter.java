package org.hillock.translator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes the class of one snippet: the forward loop of its value, the backward loop of its slope.
 */
final class ActivationWriter {
  private static final String PARAMETERS = "(real x, float a)";
  private static final List<String> FORWARD =
      List.of("float[] x", "int xFrom", "float[] y", "int yFrom", "int count", "float a");
  private static final List<String> BACKWARD =
      List.of(
          "float[] x",
          "int xFrom",
          "float[] dy",
          "int dyFrom",
          "float[] dx",
          "int dxFrom",
          "int count",
          "float a");

  private static final String[] FORWARD_NAMES = {"x", "xFrom", "y", "yFrom"};
  private static final String[] BACKWARD_NAMES = {
    "x", "xFrom", "dy", "dyFrom", "dyi", "dx", "dxFrom"
  };

  private ActivationWriter() {}

  /**
   * Returns the text of the class.
   *
   * @param name the class's name without the dialect's suffix
   * @param scope what math.cl and the snippet define
   */
  static String write(
      String name,
      Source snippet,
      Scope scope,
      Dialect dialect,
      Map<String, List<String>> sourceLines) {
    FlatFunction value = flat(snippet, scope, "value", FORWARD_NAMES);
    FlatFunction slope = flat(snippet, scope, "slope", BACKWARD_NAMES);
    Optional<FlatFunction> valueAtOne = atOne(scope, value, FORWARD_NAMES);
    Optional<FlatFunction> slopeAtOne = atOne(scope, slope, BACKWARD_NAMES);
    JavaFile file = new JavaFile(List.of(snippet.name(), "math.cl"), sourceLines);
    file.imports(dialect.imports());
    file.line("/** The loops of {@code " + snippet.name() + "}, with every call written out. */");
    file.line("final class " + name + dialect.suffix() + " implements ActivationLoops {");
    file.constants(
        scope,
        Stream.of(Optional.of(value), Optional.of(slope), valueAtOne, slopeAtOne)
            .flatMap(Optional::stream)
            .toList());
    Loop loop = new Loop(file, dialect);
    loop.field(name + new ScalarDialect().suffix());
    writeOperations(file, "forwardOperations", OperationCount.of(value));
    writeOperations(file, "backwardOperations", OperationCount.of(slope) + 1);
    file.line("@Override");
    loop.write(
        "forward",
        FORWARD,
        valueAtOne.map(f -> "forwardAt1").orElse(null),
        () -> forward(file, dialect, value));
    file.line("");
    file.line("@Override");
    loop.write(
        "backward",
        BACKWARD,
        slopeAtOne.map(f -> "backwardAt1").orElse(null),
        () -> backward(file, dialect, slope));
    valueAtOne.ifPresent(
        flat -> {
          file.line("");
          loop.write("forwardAt1", butLast(FORWARD), () -> forward(file, dialect, flat));
        });
    slopeAtOne.ifPresent(
        flat -> {
          file.line("");
          loop.write("backwardAt1", butLast(BACKWARD), () -> backward(file, dialect, flat));
        });
    file.line("}");
    return file.toString();
  }

  private static List<String> butLast(List<String> parameters) {
    return parameters.subList(0, parameters.size() - 1);
  }

  private static Optional<FlatFunction> atOne(
      Scope scope, FlatFunction general, String[] otherNames) {
    return scope
        .atOne(general.function())
        .map(
            function -> {
              Names names = new Names(JavaFile.reserved(scope, otherNames));
              FlatFunction flat =
                  Inliner.flatten(scope, function, names, List.of(names.fresh("xi")));
              CodeSize.check(flat);
              return flat;
            });
  }

  private static FlatFunction flat(Source snippet, Scope scope, String name, String[] otherNames) {
    String wanted = "real " + name + PARAMETERS;
    if (!(scope.find(name) instanceof Definition.Function function)) {
      throw new Place(snippet.name(), 1, 1)
          .fault("the snippet has no function " + name + "()", "define " + wanted);
    }
    boolean fits =
        function.isMap()
            && function.parameters().size() == 2
            && function.parameters().get(0).type().equals(Type.Scalar.REAL)
            && function.parameters().get(1).type().equals(Type.Scalar.UNIFORM_FLOAT);
    if (!fits) {
      throw function.place().fault("signature " + function, "write " + wanted);
    }
    Names names = new Names(JavaFile.reserved(scope, otherNames));
    FlatFunction flat =
        Inliner.flatten(scope, function, names, List.of(names.fresh("xi"), names.fresh("a")));
    CodeSize.check(flat);
    return flat;
  }

  private static void writeOperations(JavaFile file, String name, int count) {
    file.line("@Override");
    file.method("public int " + name, List.of());
    file.line("return " + count + ";");
    file.line("}");
    file.line("");
  }

  private static void forward(JavaFile file, Dialect dialect, FlatFunction value) {
    loadX(file, dialect, value);
    file.steps(value, dialect);
    file.line(dialect.store("y", "yFrom + i", value.result()));
  }

  private static void backward(JavaFile file, Dialect dialect, FlatFunction slope) {
    loadX(file, dialect, slope);
    file.line(dialect.type(Type.Scalar.REAL) + " dyi = " + dialect.load("dy", "dyFrom + i") + ";");
    file.steps(slope, dialect);
    Value product =
        new Value.Operation(
            Operator.MULTIPLY,
            List.of(new Value.Input("dyi", Type.Scalar.REAL), slope.result()),
            Type.Scalar.REAL);
    file.line(dialect.store("dx", "dxFrom + i", product));
  }

  private static void loadX(JavaFile file, Dialect dialect, FlatFunction flat) {
    file.line(
        dialect.type(Type.Scalar.REAL)
            + " "
            + flat.inputs().get(0).name()
            + " = "
            + dialect.load("x", "xFrom + i")
            + ";");
  }
}
