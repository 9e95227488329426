package org.hillock.translator;

import java.util.List;
import org.hillock.translator.Type.Element;

/**
 * Java for as many elements at a time as the processor's vectors hold, by the Vector API
 * (jdk.incubator.vector). A local is a FloatVector or an IntVector, a condition a VectorMask of
 * floats; uniforms stay float and int. What a loop leaves over is left to the scalar twin.
 *
 * <p>Constants are broadcast where they are used, and nothing is called but the API: past a certain
 * size of method C2 inlines nothing else, and a vector that crosses a call is boxed.
 */
final class VectorDialect implements Dialect {
  private static final String FLOATS = "FloatVector.SPECIES_PREFERRED";
  private static final String INTS = "IntVector.SPECIES_PREFERRED";
  private final Dialect uniform = new ScalarDialect();

  @Override
  public String suffix() {
    return "Vector";
  }

  @Override
  public List<String> imports() {
    return List.of(
        "jdk.incubator.vector.FloatVector",
        "jdk.incubator.vector.IntVector",
        "jdk.incubator.vector.VectorMask",
        "jdk.incubator.vector.VectorOperators");
  }

  @Override
  public String lanes() {
    return FLOATS + ".length()";
  }

  @Override
  public String type(Type.Scalar type) {
    if (type.uniform()) {
      return uniform.type(type);
    }
    return switch (type.element()) {
      case FLOAT -> "FloatVector";
      case INT -> "IntVector";
      case CONDITION -> "VectorMask<Float>";
    };
  }

  @Override
  public List<String> loopHead() {
    return List.of(
        "int end = " + FLOATS + ".loopBound(count);",
        "for (int i = 0; i < end; i += " + FLOATS + ".length()) {");
  }

  @Override
  public List<String> lanesHead() {
    return List.of(
        "for (int block = 0; block < count; block += lanes) {",
        "int some = Math.min(lanes, count - block);",
        "int end = " + FLOATS + ".loopBound(some);",
        "for (int lane = 0; lane < end; lane += " + FLOATS + ".length()) {",
        "int i = block + lane;");
  }

  /** One loop: a short inner one would load all constants anew each time. */
  @Override
  public List<String> abreastHead() {
    return List.of(
        "for (int i = 0; i < columns * rows; i += " + FLOATS + ".length()) {",
        "int row = i & (rows - 1);");
  }

  /** Processors with shorter vectors have no instruction for it, and Java's own way is slow. */
  @Override
  public List<String> gather() {
    return List.of(
        "int end = " + FLOATS + ".length() < 8 ? 0 : " + FLOATS + ".loopBound(count);",
        "for (int i = 0; i < end; i += " + FLOATS + ".length()) {",
        "FloatVector.fromArray(" + FLOATS + ", in, inFrom, index, i).intoArray(out, outFrom + i);",
        "}",
        "for (int i = end; i < count; i++) {",
        "out[outFrom + i] = in[inFrom + index[i]];",
        "}");
  }

  @Override
  public boolean leavesRest() {
    return true;
  }

  @Override
  public String load(String array, String index) {
    return "FloatVector.fromArray(" + FLOATS + ", " + array + ", " + index + ")";
  }

  @Override
  public String store(String array, String index, Value value) {
    return vector(value) + ".intoArray(" + array + ", " + index + ");";
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
      case FMA -> first + ".fma(" + vector(operands.get(1)) + ", " + vector(operands.get(2)) + ")";
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
    Value second = operation.operands().get(1);
    boolean shift =
        operation.operator() == Operator.SHIFT_LEFT || operation.operator() == Operator.SHIFT_RIGHT;
    return vector(operation.operands().get(0))
        + "."
        + call
        + (shift && second.type().uniform() ? expression(second) : vector(second))
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
