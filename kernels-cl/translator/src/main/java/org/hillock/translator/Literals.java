package org.hillock.translator;

import java.util.Locale;

/** Reads literals, and refuses those that C and Java would read differently. */
final class Literals {
  private Literals() {}

  static Expression.Literal literal(Place place, String text) {
    if (text.equals("INFINITY") || text.equals("NAN")) {
      return new Expression.Literal(place, text, Type.Scalar.UNIFORM_FLOAT);
    }
    boolean hex = text.startsWith("0x") || text.startsWith("0X");
    boolean isFloat = hex ? text.toLowerCase(Locale.ROOT).contains("p") : endsWithF(text);
    return isFloat ? floatLiteral(place, text) : intLiteral(place, text, hex);
  }

  private static boolean endsWithF(String text) {
    return text.endsWith("f") || text.endsWith("F");
  }

  private static Expression.Literal floatLiteral(Place place, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (!lower.startsWith("0x") && !lower.contains(".") && !lower.contains("e")) {
      throw place.fault(
          "float literal " + text + " without a point",
          "C does not know it: write " + text.substring(0, text.length() - 1) + ".0f");
    }
    float value = Float.parseFloat(text);
    String digits = lower.substring(lower.startsWith("0x") ? 2 : 0).replaceAll("[pe].*", "");
    boolean zero = digits.chars().allMatch(c -> c == '0' || c == '.' || c == 'f');
    if (Float.isInfinite(value) || (value == 0 && !zero)) {
      throw place.fault("literal " + text + " is no float32", "write INFINITY, or 0.0f");
    }
    return new Expression.Literal(place, text, Type.Scalar.UNIFORM_FLOAT);
  }

  private static Expression.Literal intLiteral(Place place, String text, boolean hex) {
    if (!hex && text.length() > 1 && text.startsWith("0")) {
      throw place.fault("octal literal " + text, "write it decimal or hexadecimal");
    }
    String digits = hex ? text.substring(2) : text;
    try {
      Integer.parseInt(digits, hex ? 16 : 10);
    } catch (NumberFormatException e) {
      throw place.fault(
          "literal " + text + " is above 0x7fffffff, and no int in C",
          "write a negative number, such as (-0x7fffffff - 1) for the sign bit");
    }
    return new Expression.Literal(place, text, Type.Scalar.UNIFORM_INT);
  }
}
