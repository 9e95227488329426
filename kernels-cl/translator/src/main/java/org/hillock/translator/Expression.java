package org.hillock.translator;

import java.util.List;

/** An expression as it was written. */
sealed interface Expression {
  Place place();

  /** A literal: a number with its suffix, INFINITY or NAN. */
  record Literal(Place place, String text, Type.Scalar type) implements Expression {}

  /** A variable, a parameter or the name of a {@code #define}. */
  record Name(Place place, String name) implements Expression {}

  record Member(Place place, String variable, String member) implements Expression {}

  record Unary(Place place, Operator operator, Expression operand) implements Expression {}

  record Binary(Place place, Operator operator, Expression left, Expression right)
      implements Expression {}

  record Select(Place place, Expression condition, Expression then, Expression otherwise)
      implements Expression {}

  record Call(Place place, String function, List<Expression> arguments) implements Expression {}
}
