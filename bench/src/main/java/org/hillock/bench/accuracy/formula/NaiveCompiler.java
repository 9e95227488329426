package org.hillock.bench.accuracy.formula;

import java.util.HashMap;
import java.util.Map;
import org.apache.commons.numbers.gamma.Erf;
import org.apache.commons.numbers.gamma.Erfc;
import org.hillock.bench.accuracy.formula.FormulaTextParser.ExpressionContext;

/** Turns an expression into what computes it in float, step by step as it is written. */
final class NaiveCompiler extends FormulaTextBaseVisitor<NaiveCompiler.Step> {

  private static final double ROOT_OF_PI = Math.sqrt(Math.PI);
  private static final float ROOT_OF_TWO = (float) Math.sqrt(2);

  private final Map<String, Step> names = new HashMap<>();
  private final Map<String, ExpressionContext> definitions;

  /** Computes a part of a formula. */
  interface Step {
    FloatDual at(float x, float parameter);
  }

  /**
   * Prepares.
   *
   * @param parameterName the name of the parameter
   * @param definitions what other names stand for
   */
  NaiveCompiler(String parameterName, Map<String, ExpressionContext> definitions) {
    this.definitions = definitions;
    names.put(parameterName, (x, a) -> FloatDual.constant(a));
    names.put("x", (x, a) -> new FloatDual(x, 1));
    names.put("e", (x, a) -> FloatDual.constant(Math.E));
    names.put("π", (x, a) -> FloatDual.constant(Math.PI));
  }

  @Override
  public Step visitNumber(FormulaTextParser.NumberContext number) {
    FloatDual constant = FloatDual.constant(Float.parseFloat(number.getText()));
    return (x, a) -> constant;
  }

  @Override
  public Step visitName(FormulaTextParser.NameContext name) {
    Step known = names.get(name.getText());
    return known != null ? known : visit(definitions.get(name.getText()));
  }

  @Override
  public Step visitGroup(FormulaTextParser.GroupContext group) {
    return visit(group.expression());
  }

  @Override
  public Step visitIntegerPower(FormulaTextParser.IntegerPowerContext power) {
    Step step = visit(power.expression());
    boolean square = power.exponent.getText().equals("²");
    return (x, a) -> {
      FloatDual base = step.at(x, a);
      return square ? base.times(base) : base.times(base).times(base);
    };
  }

  @Override
  public Step visitExponential(FormulaTextParser.ExponentialContext exponential) {
    Step step = visit(exponential.expression());
    return (x, a) -> {
      FloatDual v = step.at(x, a);
      double e = Math.exp(v.value());
      return v.through(e, e);
    };
  }

  @Override
  public Step visitRoot(FormulaTextParser.RootContext root) {
    Step step = visit(root.expression());
    return (x, a) -> {
      FloatDual v = step.at(x, a);
      double value = Math.sqrt(v.value());
      return v.through(value, 1 / (2 * value));
    };
  }

  @Override
  public Step visitNegation(FormulaTextParser.NegationContext negation) {
    Step step = visit(negation.expression());
    return (x, a) -> step.at(x, a).negated();
  }

  @Override
  public Step visitApplication(FormulaTextParser.ApplicationContext application) {
    Step step = visit(application.expression());
    return switch (application.function.getText()) {
      case "tanh" -> (x, a) -> hyperbolicTangent(step.at(x, a));
      case "erfc" -> (x, a) -> complementaryErrorFunction(step.at(x, a));
      default -> (x, a) -> normalDistribution(step.at(x, a));
    };
  }

  private static FloatDual hyperbolicTangent(FloatDual v) {
    float t = (float) Math.tanh(v.value());
    return v.through(t, 1 - t * t);
  }

  private static FloatDual complementaryErrorFunction(FloatDual v) {
    double bell = Math.exp(-(v.value() * v.value()));
    return v.through(Erfc.value(v.value()), -2 / ROOT_OF_PI * bell);
  }

  /** Φ(v) = (1 + erf(v / √2)) / 2, as it stands in most programs. */
  private static FloatDual normalDistribution(FloatDual v) {
    FloatDual scaled = v.over(FloatDual.constant(ROOT_OF_TWO));
    double bell = Math.exp(-(scaled.value() * scaled.value()));
    FloatDual erf = scaled.through(Erf.value(scaled.value()), 2 / ROOT_OF_PI * bell);
    return erf.plus(FloatDual.constant(1)).times(FloatDual.constant(0.5));
  }

  @Override
  public Step visitExtremum(FormulaTextParser.ExtremumContext extremum) {
    Step left = visit(extremum.expression(0));
    Step right = visit(extremum.expression(1));
    boolean greatest = extremum.function.getText().equals("max");
    return (x, a) -> {
      FloatDual one = left.at(x, a);
      FloatDual other = right.at(x, a);
      return (greatest ? one.value() > other.value() : one.value() < other.value()) ? one : other;
    };
  }

  @Override
  public Step visitProduct(FormulaTextParser.ProductContext product) {
    Step left = visit(product.expression(0));
    Step right = visit(product.expression(1));
    return product.operator.getText().equals("·")
        ? (x, a) -> left.at(x, a).times(right.at(x, a))
        : (x, a) -> left.at(x, a).over(right.at(x, a));
  }

  @Override
  public Step visitSum(FormulaTextParser.SumContext sum) {
    Step left = visit(sum.expression(0));
    Step right = visit(sum.expression(1));
    return sum.operator.getText().equals("+")
        ? (x, a) -> left.at(x, a).plus(right.at(x, a))
        : (x, a) -> left.at(x, a).minus(right.at(x, a));
  }

  @Override
  public Step visitChoice(FormulaTextParser.ChoiceContext choice) {
    Step left = visit(choice.expression(0));
    Step right = visit(choice.expression(1));
    Step yes = visit(choice.expression(2));
    Step no = visit(choice.expression(3));
    String relation = choice.relation.getText();
    return (x, a) ->
        holds(relation, left.at(x, a).value(), right.at(x, a).value()) ? yes.at(x, a) : no.at(x, a);
  }

  private static boolean holds(String relation, float left, float right) {
    return switch (relation) {
      case ">" -> left > right;
      case ">=" -> left >= right;
      case "<" -> left < right;
      default -> left <= right;
    };
  }
}
