package org.hillock.translator;

/**
 * How much arithmetic a function does for each element: every operation of the contract counts one,
 * but for reinterpretations, which cost nothing, and for a comparison, which counts with its
 * select.
 */
final class OperationCount {
  private OperationCount() {}

  static int of(FlatFunction flat) {
    int count = of(flat.result());
    for (FlatFunction.Step step : flat.steps()) {
      count += of(step.value());
    }
    return count;
  }

  private static int of(Value value) {
    if (value instanceof Value.Operation operation && !value.isSimple()) {
      int operands = operation.operands().stream().mapToInt(OperationCount::of).sum();
      return operands + of(operation.operator());
    }
    return 0;
  }

  private static int of(Operator operator) {
    return switch (operator) {
      case MULTIPLY, ADD, SUBTRACT, FMA, SELECT, SHIFT_LEFT, SHIFT_RIGHT, BIT_AND -> 1;
      case NEGATE, NOT, AND, OR, AS_REAL, AS_INTEGER -> 0;
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL, NOT_EQUAL -> 0;
    };
  }
}
