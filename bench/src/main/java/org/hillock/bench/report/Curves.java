package org.hillock.bench.report;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.hillock.op.Activation;
import org.hillock.op.ParameterSpec;

/**
 * Every function of the catalogue and its slope, at the same inputs: their meaning, in double.
 *
 * @param x the inputs, rising
 * @param functions the functions, at the default parameter
 */
public record Curves(List<Double> x, List<Curve> functions) {

  private static final double LIMIT = 6;
  private static final int STEPS_EACH_SIDE = 120;

  /** Right of 0, where the functions have their corners: a jump is drawn upright. */
  private static final double BEHIND_THE_CORNER = 1e-9;

  private static final int DIGITS = 5;

  /**
   * One function.
   *
   * @param name the catalogue's name
   * @param formula the formula for people
   * @param parameter such as {@code alpha = 1.0}, empty for a function without one
   * @param value the values
   * @param slope the slopes; at a corner the slope from the left
   */
  public record Curve(
      String name, String formula, String parameter, List<Double> value, List<Double> slope) {}

  /**
   * The whole catalogue.
   *
   * @return from -6 to 6
   */
  public static Curves ofTheCatalogue() {
    List<Double> x = inputs();
    return new Curves(
        x, Arrays.stream(Activation.values()).map(activation -> curve(activation, x)).toList());
  }

  private static Curve curve(Activation activation, List<Double> x) {
    double a = activation.parameter();
    ParameterSpec spec = activation.parameterSpec();
    return new Curve(
        activation.name(),
        activation.formula(),
        spec.exists() ? spec.name() + " = " + spec.defaultValue() : "",
        at(x, v -> activation.value(v, a)),
        at(x, v -> activation.slope(v, a)));
  }

  private static List<Double> at(List<Double> x, DoubleUnaryOperator function) {
    return x.stream().map(v -> Digits.rounded(function.applyAsDouble(v), DIGITS)).toList();
  }

  private static List<Double> inputs() {
    return IntStream.rangeClosed(-STEPS_EACH_SIDE, STEPS_EACH_SIDE + 1)
        .mapToDouble(
            i ->
                i <= 0
                    ? i * LIMIT / STEPS_EACH_SIDE
                    : i == 1 ? BEHIND_THE_CORNER : (i - 1) * LIMIT / STEPS_EACH_SIDE)
        .mapToObj(v -> Digits.rounded(v, DIGITS))
        .toList();
  }
}
