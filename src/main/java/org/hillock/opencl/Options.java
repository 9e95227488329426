package org.hillock.opencl;

/** Definitions that a program is built with. */
final class Options {

  private final StringBuilder text = new StringBuilder();

  /** Defines a name as a number. */
  Options define(String name, long value) {
    return define(name + "=" + value);
  }

  /** Defines a name if a condition holds. */
  Options define(String name, boolean condition) {
    return condition ? define(name) : this;
  }

  private Options define(String definition) {
    text.append(text.isEmpty() ? "" : " ").append("-D ").append(definition);
    return this;
  }

  /** The options as a compiler takes them. */
  @Override
  public String toString() {
    return text.toString();
  }
}
