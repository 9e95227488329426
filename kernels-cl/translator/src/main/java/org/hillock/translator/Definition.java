package org.hillock.translator;

import java.util.List;

/** What a file can define. */
sealed interface Definition {
  Place place();

  String name();

  /** {@code #define NAME literal}. */
  record Constant(Place place, String name, boolean negative, Expression.Literal literal)
      implements Definition {}

  /** {@code typedef struct}. */
  record StructType(Place place, String name, Type.Struct type) implements Definition {}

  /** A function; the statements end with its only return. */
  record Function(
      Place place, Type type, String name, List<Parameter> parameters, List<Statement> statements)
      implements Definition {

    /** Tells whether it takes elements and uniforms only, and gives one element. */
    boolean isMap() {
      return type.equals(Type.Scalar.REAL)
          && parameters.stream().allMatch(p -> isFloat(p.type()))
          && parameters.stream().anyMatch(p -> p.type().equals(Type.Scalar.REAL));
    }

    private static boolean isFloat(Type type) {
      return type.equals(Type.Scalar.REAL) || type.equals(Type.Scalar.UNIFORM_FLOAT);
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder().append(type).append(' ').append(name).append('(');
      for (int i = 0; i < parameters.size(); i++) {
        text.append(i == 0 ? "" : ", ").append(parameters.get(i));
      }
      return text.append(')').toString();
    }
  }

  /** A function's parameter. */
  record Parameter(Place place, Type type, String name) {
    @Override
    public String toString() {
      return type + " " + name;
    }
  }
}
