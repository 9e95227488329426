package org.hillock.translator;

import java.util.List;

/** A pure value in the flat form. Two equal values are the same value: a local never changes. */
sealed interface Value {
  Type.Scalar type();

  /** Tells whether it is a mere name or literal, which costs nothing to write twice. */
  default boolean isSimple() {
    return !(this instanceof Operation operation)
        || (operation.operator() == Operator.NEGATE
            && operation.operands().get(0) instanceof Literal);
  }

  /** A parameter of the flat function. */
  record Input(String name, Type.Scalar type) implements Value {}

  record Literal(String text, Type.Scalar type) implements Value {}

  /** A {@code #define}. */
  record Constant(Definition.Constant definition) implements Value {
    @Override
    public Type.Scalar type() {
      return definition.literal().type();
    }
  }

  /** The result of an earlier step. */
  record Local(String name, Type.Scalar type) implements Value {}

  record Operation(Operator operator, List<Value> operands, Type.Scalar type) implements Value {}
}
