package org.hillock.translator;

/**
 * An upper estimate of a method's bytecode. HotSpot never compiles a method of more than 8000
 * bytes, which would make it a hundred times slower without a word, so a larger one is a fault.
 */
final class CodeSize {
  private static final int LIMIT = 8000;

  /** Loop, loads of the inputs, the store, and a product. */
  private static final int FRAME = 100;

  /** A local above the 255th takes a wide instruction. */
  private final int access;

  private CodeSize(int locals) {
    this.access = locals < 230 ? 2 : 4;
  }

  /** Returns at least the bytes that javac makes of a loop over this body. */
  static int estimate(FlatFunction flat) {
    CodeSize size = new CodeSize(flat.steps().size());
    int bytes = FRAME + size.of(flat.result());
    for (FlatFunction.Step step : flat.steps()) {
      bytes += size.access + size.of(step.value());
    }
    return bytes;
  }

  static void check(FlatFunction flat) {
    int estimate = estimate(flat);
    if (estimate > LIMIT) {
      throw flat.function()
          .place()
          .fault(
              flat.function().name()
                  + "() is about "
                  + estimate
                  + " bytes of bytecode when all its calls are written out, above the "
                  + LIMIT
                  + " that HotSpot compiles",
              "make it simpler");
    }
  }

  private int of(Value value) {
    if (value instanceof Value.Operation operation) {
      int bytes = operation.operands().stream().mapToInt(this::of).sum();
      return bytes + ofOperator(operation.operator());
    }
    return value instanceof Value.Local || value instanceof Value.Input ? access : 3;
  }

  private static int ofOperator(Operator operator) {
    return switch (operator) {
      case NEGATE, MULTIPLY, ADD, SUBTRACT, SHIFT_LEFT, SHIFT_RIGHT, BIT_AND -> 1;
      case FMA, AS_REAL, AS_INTEGER, SELECT -> 3;
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL, NOT_EQUAL -> 4;
      case NOT, AND, OR -> 8;
    };
  }
}
