package org.hillock.bench.accuracy.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import org.hillock.bench.accuracy.Functions;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FormulaTest {

  private static final int INPUTS = 60;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1 + 2·3 ; 7",
        "(1 + 2)·3 ; 9",
        "7 - 2 - 1 ; 4",
        "12/2·3 ; 18",
        "-x² ; -4",
        "2·x³ ; 16",
        "-x/√4 ; -1",
        "√(2·x)·3 ; 6",
        "e^-x·e^x ; 1",
        "e^(x + 1) / e^x / e ; 1",
        "tanh u·2, u = 0·x ; 0",
        "max(x, 3) ; 3",
        "min(max(x, 0), 6) ; 2",
        "x > 2 ? 1 : x >= 2 ? 5 : 3 ; 5",
        "x < 2 ? 1 : x <= 2 ? 5 : 3 ; 5",
        "what·x = x·3 = a·x, a = 5, what = 1 ; 10",
        "beta·x ; 0.5",
        "π/π ; 1",
      })
  void values(String formula, double expected) {
    assertThat(value(new Formula(formula, "beta"), 2).doubleValue())
        .isCloseTo(expected, within(1e-15));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "x³ ; 2 ; 12",
        "1/x ; 2 ; -0.25",
        "√x ; 4 ; 0.25",
        "e^(3·x) ; 0 ; 3",
        "tanh x ; 0 ; 1",
        "erfc(x) ; 0 ; -1.1283791670955126",
        "Φ(x) ; 0 ; 0.3989422804014327",
        "x·x·x ; 2 ; 12",
        "max(x, 0) ; 0 ; 0",
        "max(0, x) ; 0 ; 0",
        "min(x, 0) ; 0 ; 1",
        "x > 0 ? x : 3·x ; 0 ; 3",
        "x >= 0 ? x : 3·x ; 0 ; 3",
        "x <= 0 ? 7·x : x ; 0 ; 7",
      })
  void slopesAreExactAndFromTheLeftAtCorners(String formula, float x, double expected) {
    assertThat(
            new Formula(formula, "").evaluate(Direction.BACKWARD, x, 0).orElseThrow().doubleValue())
        .isCloseTo(expected, within(1e-15));
  }

  @Test
  void thirtyDigitsAreRight() {
    assertThat(value(new Formula("erfc(x)", ""), 0.5f).toString())
        .startsWith("0.47950012218695346231725334610");
    assertThat(value(new Formula("e^x", ""), -100).toString())
        .startsWith("3.7200759760208359629596958038631");
    assertThat(value(new Formula("tanh x", ""), 1).toString())
        .startsWith("0.7615941559557648881194582826047");
    assertThat(value(new Formula("erfc(x)", ""), 10.25f).multiply(new BigDecimal("1e47")))
        .isBetween(new BigDecimal("1.2"), new BigDecimal("1.4"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "x + ; column 4",
        "x ^ 2 ; column 3",
        "x·y ; column 3: nothing says what 'y' is",
        "x·u, u = v ; nothing says what 'v' is",
        "alpha·x ; nothing says what 'alpha' is",
        "(x ; column 3",
        "x # 1 ; column 3",
      })
  void whatCannotBeUnderstoodIsSaid(String formula, String message) {
    assertThatThrownBy(() -> new Formula(formula, "beta"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("formula \"" + formula + "\"")
        .hasMessageContaining(message);
  }

  @Test
  void whereItHasNoNumberItSaysSo() {
    assertThat(new Formula("e^x", "").evaluate(Direction.FORWARD, 1e20f, 0)).isEmpty();
    assertThat(new Formula("1/x", "").evaluate(Direction.FORWARD, 0, 0)).isEmpty();
    assertThat(value(new Formula("e^-x", ""), 1e20f)).isZero();
  }

  /** Both are the catalogue's, written apart: the meaning in double, and the formula. */
  @ParameterizedTest
  @EnumSource
  void theMeaningAgreesWithTheFormula(Activation activation) {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    Formula formula = Formula.of(activation);
    List<Elementwise> operations = Functions.withStandardParameters(activation).toList();
    double worst = 0;
    String where = "";
    for (Direction direction : Direction.values()) {
      for (int i = 0; i < INPUTS; i++) {
        Elementwise operation = operations.get(random.nextInt(operations.size()));
        float a = operation.parameter();
        float x = input(random, a);
        double meaning =
            direction == Direction.FORWARD ? activation.value(x, a) : activation.slope(x, a);
        BigDecimal value = formula.evaluate(direction, x, a).orElseThrow();
        double error = new Truth(value, meaning).units(meaning);
        if (error > worst) {
          worst = error;
          where = "%s %s at %s: %s and %s".formatted(operation, direction, x, meaning, value);
        }
      }
    }
    System.out.printf(
        "%s, seed %d: at most %.2e ULP of float32, %s%n", activation, seed, worst, where);
    assertThat(worst).as("seed %d, %s", seed, where).isLessThan(1e-3);
  }

  /** Where something happens, but for roots: about ±20 for the function's own argument. */
  private static float input(SplittableRandom random, float parameter) {
    double v = random.nextDouble(-20, 20);
    boolean scaled = random.nextBoolean() && Math.abs(parameter) > 1e-30;
    return (float) (scaled ? v / parameter : random.nextInt(4) == 0 ? v * 1e-6 : v);
  }

  private static BigDecimal value(Formula formula, float x) {
    return formula.evaluate(Direction.FORWARD, x, 0.25f).orElseThrow();
  }
}
