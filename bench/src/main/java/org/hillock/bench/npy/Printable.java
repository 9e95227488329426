package org.hillock.bench.npy;

/** Text of a damaged file, made fit for a message. */
final class Printable {

  private Printable() {}

  /** The first characters, with whatever a terminal would not show replaced by a question mark. */
  static String of(String text, int length) {
    String start = text.length() > length ? text.substring(0, length) + "..." : text;
    return start.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
