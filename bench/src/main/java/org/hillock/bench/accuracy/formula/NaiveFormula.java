package org.hillock.bench.accuracy.formula;

import org.hillock.op.Activation;
import org.hillock.op.Direction;

/**
 * A formula of the catalogue computed as people write it: in float, term by term, with functions
 * such as e^v taken from the platform in double and rounded. Where a formula is written in several
 * ways, the first counts. The slope is what automatic differentiation (forward mode) makes of the
 * same steps. Safe for use by many threads.
 */
public final class NaiveFormula {

  private final NaiveCompiler.Step step;

  /**
   * Reads a formula.
   *
   * @param text the formula
   * @param parameterName the name of its parameter, empty if it has none
   * @throws IllegalArgumentException when it cannot be understood; the message says where
   */
  public NaiveFormula(String text, String parameterName) {
    Formula formula = new Formula(text, parameterName);
    step = new NaiveCompiler(parameterName, formula.definitions()).visit(formula.firstForm());
  }

  /**
   * The naive formula of an activation.
   *
   * @param activation any of the catalogue
   * @return its formula
   * @throws IllegalArgumentException when it cannot be understood; the message says where
   */
  public static NaiveFormula of(Activation activation) {
    return new NaiveFormula(activation.formula(), activation.parameterSpec().name());
  }

  /**
   * The value of the formula, or its slope, with all the errors that come of computing it so.
   *
   * @param direction forward for the value, backward for the slope
   * @param x any input
   * @param parameter the parameter; ignored by a formula that has none
   * @return the result
   */
  public float evaluate(Direction direction, float x, float parameter) {
    FloatDual result = step.at(x, parameter);
    return direction == Direction.FORWARD ? result.value() : result.slope();
  }
}
