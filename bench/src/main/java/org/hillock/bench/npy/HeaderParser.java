package org.hillock.bench.npy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header's text, a Python dictionary such as {@code {'descr': '<f4', 'fortran_order':
 * False, 'shape': (3, 4), }}. Strict: each of the three keys once, in any order, and nothing else.
 */
final class HeaderParser {

  private final String text;
  private int at;
  private @Nullable String descr;
  private @Nullable Boolean fortranOrder;
  private long @Nullable [] shape;

  private HeaderParser(String text) {
    this.text = text;
  }

  /**
   * Reads a header.
   *
   * @param text the dictionary and its padding
   * @return what it says
   * @throws IllegalArgumentException saying what was found where
   */
  static Header parse(String text) {
    return new HeaderParser(text).dictionary();
  }

  private Header dictionary() {
    expect('{');
    while (!next('}')) {
      entry();
      if (!next(',')) {
        expect('}');
        break;
      }
    }
    skipSpaces();
    if (at < text.length()) {
      throw found("the end of the header");
    }
    if (descr == null || fortranOrder == null || shape == null) {
      throw new IllegalArgumentException(
          "header %s lacks %s"
              .formatted(
                  shown(text.strip()),
                  descr == null
                      ? "'descr'"
                      : fortranOrder == null ? "'fortran_order'" : "'shape'"));
    }
    return new Header(descr, fortranOrder, shape);
  }

  private void entry() {
    String key = string();
    expect(':');
    switch (key) {
      case "descr" -> {
        once(key, descr);
        descr = peek() == '[' ? structured() : string();
      }
      case "fortran_order" -> {
        once(key, fortranOrder);
        fortranOrder = truth();
      }
      case "shape" -> {
        once(key, shape);
        shape = tuple();
      }
      default ->
          throw new IllegalArgumentException(
              "header has a key '%s'; expected 'descr', 'fortran_order' and 'shape'"
                  .formatted(shown(key)));
    }
  }

  private static void once(String key, @Nullable Object value) {
    if (value != null) {
      throw new IllegalArgumentException("header has the key '" + key + "' twice");
    }
  }

  /** A list of fields: reported as the type that we do not read, not as a damaged header. */
  private String structured() {
    int end = text.indexOf(']', at);
    throw new IllegalArgumentException(
        "element type is structured: %s; expected %s"
            .formatted(
                shown(text.substring(at, end < 0 ? text.length() : end + 1)),
                ElementType.accepted()));
  }

  private String string() {
    char quote = peek();
    if (quote != '\'' && quote != '"') {
      throw found("a quoted string");
    }
    int end = text.indexOf(quote, at + 1);
    if (end < 0) {
      throw found("a string that ends");
    }
    String value = text.substring(at + 1, end);
    at = end + 1;
    return value;
  }

  private boolean truth() {
    skipSpaces();
    for (String word : new String[] {"True", "False"}) {
      if (text.startsWith(word, at)) {
        at += word.length();
        return word.equals("True");
      }
    }
    throw found("True or False");
  }

  private long[] tuple() {
    expect('(');
    List<Long> values = new ArrayList<>();
    boolean comma = false;
    while (!next(')')) {
      if (!values.isEmpty() && !comma) {
        throw found("',' or ')'");
      }
      values.add(integer());
      comma = next(',');
    }
    if (values.size() == 1 && !comma) {
      throw new IllegalArgumentException(
          "shape is (%d) in header %s; expected a tuple such as (%d,)"
              .formatted(values.get(0), shown(text.strip()), values.get(0)));
    }
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  private long integer() {
    skipSpaces();
    int from = at;
    if (at < text.length() && text.charAt(at) == '-') {
      at++;
    }
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    try {
      return Long.parseLong(text.substring(from, at));
    } catch (NumberFormatException e) {
      at = from;
      throw found("a dimension, which is a whole number below 2^63");
    }
  }

  private char peek() {
    skipSpaces();
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private boolean next(char wanted) {
    if (peek() != wanted) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(char wanted) {
    if (!next(wanted)) {
      throw found("'" + wanted + "'");
    }
  }

  private void skipSpaces() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) {
      at++;
    }
  }

  private static String shown(String part) {
    return Printable.of(part, 60);
  }

  private IllegalArgumentException found(String expected) {
    String rest = text.substring(Math.min(at, text.length())).strip();
    String what = rest.isEmpty() ? "its end" : "\"" + Printable.of(rest, 40) + "\"";
    return new IllegalArgumentException(
        "header has %s at character %d; expected %s".formatted(what, at, expected));
  }
}
