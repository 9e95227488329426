package org.hillock.bench.accuracy.formula;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.Map;
import org.hillock.bench.accuracy.formula.FormulaTextParser.ExpressionContext;

/** One evaluation of a formula: at an x, for a parameter, with a number of digits. */
final class Evaluation extends FormulaTextBaseVisitor<Dual> {

  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private final Decimals decimals;
  private final MathContext digits;
  private final Map<String, Dual> names = new HashMap<>();
  private final Map<String, ExpressionContext> definitions;

  /**
   * Prepares an evaluation.
   *
   * @param parameterName the name of the parameter
   * @param definitions what other names stand for
   */
  Evaluation(
      int digits,
      BigDecimal x,
      String parameterName,
      BigDecimal parameter,
      Map<String, ExpressionContext> definitions) {
    this.decimals = new Decimals(digits);
    this.digits = decimals.digits();
    this.definitions = definitions;
    names.put("x", new Dual(x, BigDecimal.ONE));
    names.put("e", Dual.constant(decimals.exponential(BigDecimal.ONE)));
    names.put("π", Dual.constant(decimals.pi()));
    names.put(parameterName, Dual.constant(parameter));
  }

  @Override
  public Dual visitNumber(FormulaTextParser.NumberContext number) {
    return Dual.constant(new BigDecimal(number.getText()));
  }

  @Override
  public Dual visitName(FormulaTextParser.NameContext context) {
    String name = context.getText();
    Dual known = names.get(name);
    if (known == null) {
      known = visit(definitions.get(name));
      names.put(name, known);
    }
    return known;
  }

  @Override
  public Dual visitGroup(FormulaTextParser.GroupContext group) {
    return visit(group.expression());
  }

  @Override
  public Dual visitIntegerPower(FormulaTextParser.IntegerPowerContext power) {
    Dual base = visit(power.expression());
    Dual square = base.times(base, digits);
    return power.exponent.getText().equals("²") ? square : square.times(base, digits);
  }

  @Override
  public Dual visitExponential(FormulaTextParser.ExponentialContext exponential) {
    Dual v = visit(exponential.expression());
    BigDecimal e = decimals.exponential(v.value());
    return v.through(e, e, digits);
  }

  @Override
  public Dual visitRoot(FormulaTextParser.RootContext root) {
    Dual v = visit(root.expression());
    BigDecimal value = decimals.squareRoot(v.value());
    return v.through(value, BigDecimal.ONE.divide(value.multiply(TWO), digits), digits);
  }

  @Override
  public Dual visitNegation(FormulaTextParser.NegationContext negation) {
    return visit(negation.expression()).negated();
  }

  @Override
  public Dual visitApplication(FormulaTextParser.ApplicationContext application) {
    Dual v = visit(application.expression());
    return switch (application.function.getText()) {
      case "tanh" -> hyperbolicTangent(v);
      case "erfc" -> complementaryErrorFunction(v);
      default -> normalDistribution(v);
    };
  }

  private Dual hyperbolicTangent(Dual v) {
    BigDecimal t = decimals.hyperbolicTangent(v.value());
    return v.through(t, BigDecimal.ONE.subtract(t.multiply(t, digits), digits), digits);
  }

  private Dual complementaryErrorFunction(Dual v) {
    BigDecimal bell = decimals.exponential(v.value().multiply(v.value(), digits).negate());
    BigDecimal derivative =
        TWO.negate().multiply(bell).divide(decimals.squareRoot(decimals.pi()), digits);
    return v.through(decimals.complementaryErrorFunction(v.value()), derivative, digits);
  }

  /** Φ(v) = erfc(-v / √2) / 2. */
  private Dual normalDistribution(Dual v) {
    Dual root = Dual.constant(decimals.squareRoot(TWO));
    return complementaryErrorFunction(v.negated().over(root, digits))
        .over(Dual.constant(TWO), digits);
  }

  @Override
  public Dual visitExtremum(FormulaTextParser.ExtremumContext extremum) {
    Dual left = visit(extremum.expression(0));
    Dual right = visit(extremum.expression(1));
    int sign = extremum.function.getText().equals("max") ? 1 : -1;
    return new Dual(
        left.compare(right) * sign >= 0 ? left.value() : right.value(),
        left.compareFromTheLeft(right) * sign >= 0 ? left.slope() : right.slope());
  }

  @Override
  public Dual visitProduct(FormulaTextParser.ProductContext product) {
    Dual left = visit(product.expression(0));
    Dual right = visit(product.expression(1));
    return product.operator.getText().equals("·")
        ? left.times(right, digits)
        : left.over(right, digits);
  }

  @Override
  public Dual visitSum(FormulaTextParser.SumContext sum) {
    Dual left = visit(sum.expression(0));
    Dual right = visit(sum.expression(1));
    return left.plus(sum.operator.getText().equals("+") ? right : right.negated(), digits);
  }

  @Override
  public Dual visitChoice(FormulaTextParser.ChoiceContext choice) {
    Dual left = visit(choice.expression(0));
    Dual right = visit(choice.expression(1));
    String relation = choice.relation.getText();
    boolean here = holds(relation, left.compare(right));
    boolean fromTheLeft = holds(relation, left.compareFromTheLeft(right));
    Dual branch = visit(choice.expression(here ? 2 : 3));
    return here == fromTheLeft
        ? branch
        : new Dual(branch.value(), visit(choice.expression(fromTheLeft ? 2 : 3)).slope());
  }

  private static boolean holds(String relation, int sign) {
    return switch (relation) {
      case ">" -> sign > 0;
      case ">=" -> sign >= 0;
      case "<" -> sign < 0;
      default -> sign <= 0;
    };
  }
}
