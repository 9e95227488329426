package org.hillock.translator;

/** What an expression can do; the symbol is C's, or the function's name. */
enum Operator {
  NEGATE("-"),
  NOT("!"),
  MULTIPLY("*"),
  ADD("+"),
  SUBTRACT("-"),
  SHIFT_LEFT("<<"),
  SHIFT_RIGHT(">>"),
  LESS("<"),
  LESS_OR_EQUAL("<="),
  GREATER(">"),
  GREATER_OR_EQUAL(">="),
  EQUAL("=="),
  NOT_EQUAL("!="),
  BIT_AND("&"),
  AND("&&"),
  OR("||"),
  SELECT("?:"),
  FMA("fma"),
  AS_REAL("as_real"),
  AS_INTEGER("as_integer");

  final String symbol;

  Operator(String symbol) {
    this.symbol = symbol;
  }

  /** Returns the operator with two operands that C writes so. */
  static Operator binary(String symbol) {
    for (Operator operator : values()) {
      if (operator.symbol.equals(symbol) && operator != NEGATE) {
        return operator;
      }
    }
    throw new IllegalArgumentException("no operator '" + symbol + "'");
  }
}
