package org.hillock.translator;

import org.hillock.translator.Type.Element;
import org.hillock.translator.Type.Scalar;

/** The rules of the operators: what they take, and what they give. */
final class OperatorTypes {
  private OperatorTypes() {}

  static Scalar unary(Expression.Unary unary, Type type) {
    Element wanted = unary.operator() == Operator.NOT ? Element.CONDITION : null;
    if (!(type instanceof Scalar scalar)
        || (wanted == null ? scalar.element() == Element.CONDITION : scalar.element() != wanted)) {
      throw unary
          .place()
          .fault(
              "'" + unary.operator().symbol + "' of " + type,
              wanted == null ? "negate a real or an integer" : "use '!' on a comparison");
    }
    return scalar;
  }

  /** Returns the type of an operation on two operands that fit it. */
  static Scalar result(Operator operator, Scalar left, Scalar right) {
    return switch (operator) {
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL, NOT_EQUAL ->
          new Scalar(Element.CONDITION, left.uniform() && right.uniform());
      default -> left.with(right);
    };
  }

  static Scalar binary(Expression.Binary binary, Type leftType, Type rightType) {
    String symbol = binary.operator().symbol;
    if (!(leftType instanceof Scalar left)
        || !(rightType instanceof Scalar right)
        || left.element() != right.element()) {
      throw binary
          .place()
          .fault(
              "'" + symbol + "' between " + leftType + " and " + rightType,
              "both sides must be real, or both integer; as_real and as_integer convert bits");
    }
    Scalar result = result(binary.operator(), left, right);
    return switch (binary.operator()) {
      case MULTIPLY -> checked(binary, result, result.element() == Element.FLOAT, "real");
      case ADD, SUBTRACT ->
          checked(binary, result, result.element() != Element.CONDITION, "real or integer");
      case BIT_AND -> checked(binary, result, result.element() == Element.INT, "integer");
      case SHIFT_LEFT, SHIFT_RIGHT -> shift(binary, left, right);
      case AND, OR ->
          checked(binary, result, result.element() == Element.CONDITION, "a comparison");
      default -> checked(binary, result, left.element() != Element.CONDITION, "real or integer");
    };
  }

  private static Scalar shift(Expression.Binary binary, Scalar left, Scalar right) {
    if (left.uniform() && !right.uniform()) {
      throw binary
          .place()
          .fault(
              "shift of a uniform int by an integer", "name the left side first: integer k = ...;");
    }
    return checked(binary, left, left.element() == Element.INT, "integer");
  }

  private static Scalar checked(
      Expression.Binary binary, Scalar result, boolean allowed, String wanted) {
    if (!allowed) {
      throw binary
          .place()
          .fault(
              "'" + binary.operator().symbol + "' between two values of type " + result,
              "its operands must be " + wanted);
    }
    return result;
  }

  static Scalar select(Expression.Select select, Type condition, Type thenType, Type elseType) {
    if (!(condition instanceof Scalar asked) || asked.element() != Element.CONDITION) {
      throw select
          .condition()
          .place()
          .fault("'?:' asks a " + condition, "write a comparison before the '?'");
    }
    if (!(thenType instanceof Scalar left)
        || !(elseType instanceof Scalar right)
        || left.element() != right.element()
        || left.element() == Element.CONDITION) {
      throw select
          .place()
          .fault(
              "'?:' between " + thenType + " and " + elseType,
              "both branches must be real, or both integer");
    }
    if (!asked.uniform() && left.uniform() && right.uniform()) {
      throw select
          .then()
          .place()
          .fault(
              "'?:' between two uniforms (literals, constants, float parameters)",
              "name one of them first, such as real one = 1.0f;");
    }
    return new Scalar(left.element(), left.uniform() && right.uniform() && asked.uniform());
  }
}
