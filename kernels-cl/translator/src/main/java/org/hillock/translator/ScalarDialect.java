package org.hillock.translator;

import java.util.List;

/** Java for one element at a time: float and int, Math.fma, and the conditional operator. */
final class ScalarDialect implements Dialect {
  private static final int TERNARY = 1;
  private static final int SHIFT = 10;
  private static final int UNARY = 20;
  private static final int PRIMARY = 30;

  @Override
  public String suffix() {
    return "Scalar";
  }

  @Override
  public List<String> imports() {
    return List.of();
  }

  @Override
  public String lanes() {
    return "1";
  }

  @Override
  public String type(Type.Scalar type) {
    return switch (type.element()) {
      case FLOAT -> "float";
      case INT -> "int";
      case CONDITION -> "boolean";
    };
  }

  @Override
  public List<String> loopHead() {
    return List.of("for (int i = 0; i < count; i++) {");
  }

  @Override
  public List<String> lanesHead() {
    return List.of(
        "for (int block = 0; block < count; block += lanes) {",
        "int some = Math.min(lanes, count - block);",
        "for (int lane = 0; lane < some; lane++) {",
        "int i = block + lane;");
  }

  @Override
  public List<String> abreastHead() {
    return List.of("for (int i = 0; i < columns * rows; i++) {", "int row = i & (rows - 1);");
  }

  @Override
  public List<String> gather() {
    return List.of(
        "for (int i = 0; i < count; i++) {", "out[outFrom + i] = in[inFrom + index[i]];", "}");
  }

  @Override
  public boolean leavesRest() {
    return false;
  }

  @Override
  public String load(String array, String index) {
    return array + "[" + index + "]";
  }

  @Override
  public String store(String array, String index, Value value) {
    return load(array, index) + " = " + expression(value) + ";";
  }

  @Override
  public String expression(Value value) {
    if (value instanceof Value.Literal literal) {
      return switch (literal.text()) {
        case "INFINITY" -> "Float.POSITIVE_INFINITY";
        case "NAN" -> "Float.NaN";
        default -> literal.text();
      };
    }
    if (value instanceof Value.Constant constant) {
      return constant.definition().name();
    }
    if (value instanceof Value.Input input) {
      return input.name();
    }
    if (value instanceof Value.Local local) {
      return local.name();
    }
    return operation((Value.Operation) value);
  }

  private String operation(Value.Operation operation) {
    List<Value> operands = operation.operands();
    return switch (operation.operator()) {
      case FMA -> call("Math.fma", operands);
      case AS_REAL -> call("Float.intBitsToFloat", operands);
      case AS_INTEGER -> call("Float.floatToRawIntBits", operands);
      case NEGATE, NOT -> {
        String operand = operand(operands.get(0), UNARY);
        // "--x" would be another operator.
        yield operation.operator().symbol
            + (operand.startsWith("-") ? "(" + operand + ")" : operand);
      }
      case SELECT ->
          operand(operands.get(0), TERNARY + 1)
              + " ? "
              + operand(operands.get(1), TERNARY + 1)
              + " : "
              + operand(operands.get(2), TERNARY + 1);
      default -> {
        // Parentheses even where Java needs none: in this arithmetic the order is what matters.
        int own = precedence(operation);
        int above = own == SHIFT ? UNARY : own + 1;
        yield operand(operands.get(0), above)
            + " "
            + operation.operator().symbol
            + " "
            + operand(operands.get(1), above);
      }
    };
  }

  private String call(String function, List<Value> operands) {
    return function
        + "("
        + String.join(", ", operands.stream().map(this::expression).toList())
        + ")";
  }

  private String operand(Value value, int precedence) {
    String text = expression(value);
    return precedence(value) < precedence ? "(" + text + ")" : text;
  }

  /** How strongly Java binds a value's root; the higher, the fewer parentheses. */
  private static int precedence(Value value) {
    if (!(value instanceof Value.Operation operation)) {
      return PRIMARY;
    }
    return switch (operation.operator()) {
      case FMA, AS_REAL, AS_INTEGER -> PRIMARY;
      case NEGATE, NOT -> UNARY;
      case MULTIPLY -> 12;
      case ADD, SUBTRACT -> 11;
      case SHIFT_LEFT, SHIFT_RIGHT -> SHIFT;
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> 9;
      case EQUAL, NOT_EQUAL -> 8;
      case BIT_AND -> 7;
      case AND -> 4;
      case OR -> 3;
      case SELECT -> TERNARY;
    };
  }
}
