package org.hillock.op;

/**
 * An activation together with the value of its parameter: {@code y = value(x, a)}, {@code dx = dy ·
 * slope(x, a)}, element by element. An {@link Activation} is itself one, with its default
 * parameter; {@link Activation#with(float)} gives another.
 */
public sealed interface Elementwise extends Operation permits Activation, ParameterizedActivation {

  /**
   * The function, whatever its parameter.
   *
   * @return the constant of the catalogue
   */
  Activation activation();

  /**
   * The value of the function's parameter.
   *
   * @return the parameter; the default, and without effect, when the function has none
   */
  float parameter();

  @Override
  default void check(Shape shape) {}
}
