package org.hillock.bench.accuracy;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A function that is half swept.
 *
 * @param format of this record
 * @param function its label and direction
 * @param fingerprint of its arithmetic
 * @param parameter its parameter; null for a function without one
 * @param formula its formula
 * @param stride of the sweep
 * @param machine where
 * @param blocks how many blocks are done
 * @param seconds how long it took so far
 * @param tally what was found in them
 */
record Partial(
    int format,
    String function,
    String fingerprint,
    @Nullable Float parameter,
    String formula,
    long stride,
    Machine machine,
    long blocks,
    double seconds,
    Tally tally) {

  /** Since 2 the tally has results. */
  private static final int FORMAT = 2;

  static Partial of(
      Functions.Function function,
      long stride,
      Machine machine,
      long blocks,
      double seconds,
      Tally tally) {
    return new Partial(
        FORMAT,
        function.key(),
        function.fingerprint(),
        function.parameter(),
        function.formula(),
        stride,
        machine,
        blocks,
        seconds,
        tally);
  }

  /** Whether a certificate is the very result that this was to become. */
  boolean isDoneIn(FunctionCertificate certificate) {
    return certificate.key().equals(function)
        && certificate.fingerprint().equals(fingerprint)
        && Objects.equals(certificate.parameter(), parameter)
        && certificate.formula().equals(formula)
        && certificate.stride() == stride;
  }

  /** Whether it is of the present format, arithmetic, parameter and formula. */
  boolean isOf(Functions.Function presentFunction) {
    return format == FORMAT
        && function.equals(presentFunction.key())
        && presentFunction.isMadeOf(fingerprint, parameter, formula);
  }
}
