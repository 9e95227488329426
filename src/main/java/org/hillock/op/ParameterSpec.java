package org.hillock.op;

/**
 * The one parameter that an activation may have: what it is called, its default, and the values it
 * accepts.
 *
 * @param name what the literature calls it, empty for an activation without a parameter
 * @param defaultValue the value used when none is given
 * @param least the least value accepted
 * @param greatest the greatest value accepted
 */
public record ParameterSpec(String name, float defaultValue, float least, float greatest) {

  private static final ParameterSpec NONE = new ParameterSpec("", 0, 0, 0);

  static ParameterSpec none() {
    return NONE;
  }

  static ParameterSpec finite(String name, float defaultValue) {
    return new ParameterSpec(name, defaultValue, -Float.MAX_VALUE, Float.MAX_VALUE);
  }

  static ParameterSpec atLeastZero(String name, float defaultValue) {
    return new ParameterSpec(name, defaultValue, 0, Float.MAX_VALUE);
  }

  /**
   * Whether the activation has a parameter at all.
   *
   * @return false for {@code RELU} and its like
   */
  public boolean exists() {
    return !name.isEmpty();
  }

  /**
   * The values accepted, in words.
   *
   * @return for example {@code "finite"} or {@code "finite and at least 0"}
   */
  public String accepted() {
    return least == 0 ? "finite and at least 0" : "finite";
  }

  void check(String activation, float value) {
    if (!exists()) {
      throw new IllegalArgumentException(
          activation + " takes no parameter, but was given " + value);
    }
    if (!(value >= least && value <= greatest)) {
      throw new IllegalArgumentException(
          "parameter %s of %s is %s; expected a number that is %s"
              .formatted(name, activation, value, accepted()));
    }
  }
}
