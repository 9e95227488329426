package org.hillock.translator;

import java.util.Map;

/** The type of an expression: a scalar, or a struct of scalars. */
sealed interface Type {

  /** What one element is. */
  enum Element {
    FLOAT,
    INT,
    CONDITION
  }

  /**
   * A scalar, which is uniform when it is the same for all elements that a kernel works on at once.
   */
  record Scalar(Element element, boolean uniform) implements Type {
    static final Scalar REAL = new Scalar(Element.FLOAT, false);
    static final Scalar INTEGER = new Scalar(Element.INT, false);
    static final Scalar UNIFORM_FLOAT = new Scalar(Element.FLOAT, true);
    static final Scalar UNIFORM_INT = new Scalar(Element.INT, true);

    /** Returns this element, uniform only if the other operand is too. */
    Scalar with(Scalar other) {
      return new Scalar(element, uniform && other.uniform);
    }

    @Override
    public String toString() {
      return switch (element) {
        case FLOAT -> uniform ? "float" : "real";
        case INT -> uniform ? "int" : "integer";
        case CONDITION -> "condition";
      };
    }
  }

  /** A struct; the map has its members in the order of their declaration. */
  record Struct(String name, Map<String, Scalar> members, Place place) implements Type {
    @Override
    public String toString() {
      return "struct " + name;
    }
  }
}
