package org.hillock.bench.accuracy.formula;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.tree.ParseTree;
import org.hillock.bench.accuracy.formula.FormulaTextParser.ExpressionContext;
import org.hillock.op.Activation;
import org.hillock.op.Direction;

/**
 * A formula of the catalogue that can be evaluated, and differentiated exactly, in arbitrary
 * precision. Safe for use by many threads.
 */
public final class Formula {

  /** How closely two evaluations must agree. */
  private static final BigDecimal TOLERANCE = new BigDecimal("1e-30");

  /** What is smaller is nothing: the least float is 10^-45, and 30 digits of that are 10^-75. */
  private static final BigDecimal NOTHING = new BigDecimal("1e-80");

  private static final int FEWEST_DIGITS = 100;
  private static final int MOST_DIGITS = 1000;

  private final String parameterName;
  private final ExpressionContext firstForm;
  private final ExpressionContext expression;
  private final Map<String, ExpressionContext> definitions = new HashMap<>();

  /**
   * Reads a formula.
   *
   * @param text the formula
   * @param parameterName the name of its parameter, empty if it has none
   * @throws IllegalArgumentException when it cannot be understood; the message says where
   */
  public Formula(String text, String parameterName) {
    this.parameterName = parameterName;
    FormulaTextParser.FormulaContext formula = parse(text);
    List<FormulaTextParser.FormContext> forms = formula.form();
    firstForm = forms.get(0).expression();
    expression = forms.get(forms.size() - 1).expression();
    for (FormulaTextParser.DefinitionContext definition : formula.definition()) {
      checkNames(text, definition.expression());
      definitions.put(definition.NAME().getText(), definition.expression());
    }
    forms.forEach(form -> checkNames(text, form.expression()));
  }

  /** The way of writing it that comes first, for whoever computes it as it stands. */
  ExpressionContext firstForm() {
    return firstForm;
  }

  /** What other names than x, e, π and the parameter stand for. */
  Map<String, ExpressionContext> definitions() {
    return definitions;
  }

  /**
   * The formula of an activation.
   *
   * @param activation any of the catalogue
   * @return its formula
   * @throws IllegalArgumentException when it cannot be understood; the message says where
   */
  public static Formula of(Activation activation) {
    return new Formula(activation.formula(), activation.parameterSpec().name());
  }

  /**
   * The value of the formula, or its slope, from the left where there are two, right to 30 digits:
   * it is computed with ever more digits until two results agree.
   *
   * @param direction forward for the value, backward for the slope
   * @param x a finite input
   * @param parameter a finite parameter
   * @return the value; empty where the formula cannot be evaluated, as where a part of it is
   *     infinite
   */
  public Optional<BigDecimal> evaluate(Direction direction, float x, float parameter) {
    try {
      for (int digits = FEWEST_DIGITS; digits <= MOST_DIGITS; digits *= 2) {
        BigDecimal first = evaluate(direction, x, parameter, digits);
        BigDecimal second = evaluate(direction, x, parameter, digits * 3 / 2);
        if (agree(first, second)) {
          return Optional.of(second);
        }
      }
      return Optional.empty();
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  private BigDecimal evaluate(Direction direction, float x, float parameter, int digits) {
    Evaluation evaluation =
        new Evaluation(
            digits, new BigDecimal(x), parameterName, new BigDecimal(parameter), definitions);
    Dual dual = evaluation.visit(expression);
    return direction == Direction.FORWARD ? dual.value() : dual.slope();
  }

  private static boolean agree(BigDecimal first, BigDecimal second) {
    BigDecimal difference = first.subtract(second).abs();
    return difference.compareTo(second.abs().multiply(TOLERANCE)) <= 0
        || (first.abs().compareTo(NOTHING) < 0 && second.abs().compareTo(NOTHING) < 0);
  }

  private static FormulaTextParser.FormulaContext parse(String text) {
    BaseErrorListener refuse =
        new BaseErrorListener() {
          @Override
          public void syntaxError(
              Recognizer<?, ?> recognizer,
              Object symbol,
              int line,
              int column,
              String message,
              RecognitionException e) {
            throw new IllegalArgumentException(
                "formula \"%s\", column %d: %s".formatted(text, column + 1, message));
          }
        };
    FormulaTextLexer lexer = new FormulaTextLexer(CharStreams.fromString(text));
    FormulaTextParser parser = new FormulaTextParser(new CommonTokenStream(lexer));
    lexer.removeErrorListeners();
    lexer.addErrorListener(refuse);
    parser.removeErrorListeners();
    parser.addErrorListener(refuse);
    return parser.formula();
  }

  /** Names are x, e, π, the parameter, and what is defined to the left in the list. */
  private void checkNames(String text, ParseTree tree) {
    if (tree instanceof FormulaTextParser.NameContext name) {
      String word = name.getText();
      if (!List.of("x", "e", "π", parameterName).contains(word) && !definitions.containsKey(word)) {
        throw new IllegalArgumentException(
            "formula \"%s\", column %d: nothing says what '%s' is"
                .formatted(text, name.getStart().getCharPositionInLine() + 1, word));
      }
    }
    for (int i = 0; i < tree.getChildCount(); i++) {
      checkNames(text, tree.getChild(i));
    }
  }
}
