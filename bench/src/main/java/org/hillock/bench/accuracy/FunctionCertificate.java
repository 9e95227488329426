package org.hillock.bench.accuracy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.ArrayList;
import java.util.List;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of one function.
 *
 * @param op the operation's label
 * @param activation the constant of the catalogue
 * @param parameter its parameter; null for a function without one
 * @param direction FORWARD for the function, BACKWARD for its slope
 * @param formula what the second judge evaluated
 * @param fingerprint of the arithmetic that was measured
 * @param operations how many operations it takes for an element
 * @param stride 1 for all inputs
 * @param inputs how many inputs were tried
 * @param maxUlp the largest error, by the second judge
 * @param meanUlp the mean error over inputs with a finite truth, by the first judge
 * @param aboveHalf how many inputs are more than half an ULP off, by the first judge
 * @param shareAboveHalf their share of all inputs
 * @param aboveOne how many inputs are more than 1 ULP off, by the first judge, but for those of its
 *     worst that the second acquits
 * @param shareAboveOne their share of all inputs
 * @param faults how many results are infinitely wrong: a NaN, an infinity or a sign of zero
 * @param secondJudge how the first judge's word was checked
 * @param checks the other devices whose bits were compared
 * @param machine where it was measured
 * @param date when it was finished, in UTC
 * @param seconds how long it took
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record FunctionCertificate(
    String op,
    String activation,
    @Nullable Float parameter,
    Direction direction,
    String formula,
    String fingerprint,
    int operations,
    long stride,
    long inputs,
    double maxUlp,
    double meanUlp,
    long aboveHalf,
    double shareAboveHalf,
    long aboveOne,
    double shareAboveOne,
    long faults,
    SecondJudge.Findings secondJudge,
    List<Compared> checks,
    Machine machine,
    String date,
    double seconds) {

  static final int WORST_CASES = 16;

  /**
   * Another device's share.
   *
   * @param device its id
   * @param name its name
   * @param platform its platform
   * @param driver its driver's version
   * @param inputs how many results were compared; all had the same bits
   * @param share of all inputs
   */
  record Compared(
      String device, String name, String platform, String driver, long inputs, double share) {}

  static FunctionCertificate of(
      Functions.Function function,
      Sweep sweep,
      Tally tally,
      SecondJudge.Findings findings,
      List<Compared> checks,
      Machine machine,
      String date,
      double seconds) {
    Activation activation = function.operation().activation();
    double inputs = tally.inputs();
    long aboveOne = tally.aboveOne() - findings.acquitted();
    return new FunctionCertificate(
        function.operation().label(),
        activation.name(),
        function.parameter(),
        function.direction(),
        function.formula(),
        function.fingerprint(),
        Arithmetic.operations(activation, function.direction()),
        sweep.stride(),
        tally.inputs(),
        findings.maxUlp(),
        tally.finite() == 0 ? 0 : tally.sumUlp() / tally.finite(),
        tally.aboveHalf(),
        tally.aboveHalf() / inputs,
        aboveOne,
        aboveOne / inputs,
        tally.faults(),
        findings,
        new ArrayList<>(checks),
        machine,
        date,
        seconds);
  }

  String key() {
    return op + " " + direction;
  }

  /** Whether it is of the present arithmetic, parameter and formula. */
  boolean isOf(Functions.Function function) {
    return key().equals(function.key()) && function.isMadeOf(fingerprint, parameter, formula);
  }

  /** What no result is farther from the truth than, as far as the second judge's sample tells. */
  @JsonIgnore
  double bound() {
    return Math.max(maxUlp, secondJudge.boundOfOthers());
  }

  @JsonIgnore
  boolean isGood() {
    return bound() <= FunctionError.BAR && aboveOne == 0 && faults == 0;
  }

  @JsonIgnore
  boolean isComplete() {
    return stride == 1;
  }
}
