package org.hillock.translator;

import java.util.List;
import java.util.Map;

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

  private ActivationWriter() {}

  /**
   * Returns the text of the class.
   *
   * @param scope what math.cl and the snippet define
   */
  static String write(
      String className,
      Source snippet,
      Scope scope,
      Dialect dialect,
      Map<String, List<String>> sourceLines) {
    FlatFunction value =
        flat(
            snippet,
            scope,
            "value",
            JavaFile.reserved(scope, "i", "count", "x", "xFrom", "y", "yFrom"));
    FlatFunction slope =
        flat(
            snippet,
            scope,
            "slope",
            JavaFile.reserved(
                scope, "i", "count", "x", "xFrom", "dy", "dyFrom", "dyi", "dx", "dxFrom"));
    JavaFile file = new JavaFile(List.of(snippet.name(), "math.cl"), sourceLines);
    file.imports(dialect.imports());
    file.line("/** The loops of {@code " + snippet.name() + "}, with every call written out. */");
    file.line("final class " + className + " implements ActivationLoops {");
    file.constants(scope, List.of(value, slope));
    writeOperations(file, "forwardOperations", OperationCount.of(value));
    writeOperations(file, "backwardOperations", OperationCount.of(slope) + 1);
    writeForward(file, dialect, value);
    file.line("");
    writeBackward(file, dialect, slope);
    file.line("}");
    return file.toString();
  }

  private static FlatFunction flat(
      Source snippet, Scope scope, String name, List<String> reserved) {
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
    Names names = new Names(reserved);
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

  private static void writeForward(JavaFile file, Dialect dialect, FlatFunction value) {
    file.line("@Override");
    file.method("public void forward", FORWARD);
    file.line(dialect.loopHead());
    loadX(file, dialect, value);
    file.steps(value, dialect);
    file.line(dialect.store("y", "yFrom", value.result()));
    file.line("}");
    file.line("}");
  }

  private static void writeBackward(JavaFile file, Dialect dialect, FlatFunction slope) {
    file.line("@Override");
    file.method("public void backward", BACKWARD);
    file.line(dialect.loopHead());
    loadX(file, dialect, slope);
    file.line(dialect.type(Type.Scalar.REAL) + " dyi = " + dialect.load("dy", "dyFrom") + ";");
    file.steps(slope, dialect);
    Value product =
        new Value.Operation(
            Operator.MULTIPLY,
            List.of(new Value.Input("dyi", Type.Scalar.REAL), slope.result()),
            Type.Scalar.REAL);
    file.line(dialect.store("dx", "dxFrom", product));
    file.line("}");
    file.line("}");
  }

  private static void loadX(JavaFile file, Dialect dialect, FlatFunction flat) {
    file.line(
        dialect.type(Type.Scalar.REAL)
            + " "
            + flat.inputs().get(0).name()
            + " = "
            + dialect.load("x", "xFrom")
            + ";");
  }
}
