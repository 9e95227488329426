package org.hillock.bench.accuracy;

import org.hillock.op.Direction;

/**
 * The error of a function or of its slope.
 *
 * @param op the operation's label
 * @param direction forward for the function, backward for its slope
 * @param maxUlp the largest distance from the truth, in units of the last place of the float32
 *     result; infinity for a fault
 * @param worstInput the input with that error, as the bits of a float in hexadecimal
 * @param worstInputDecimal the same input in decimal
 * @param worstResult what the device made of it
 * @param worstTruth what it should have been
 * @param inputs how many inputs were tried
 */
public record FunctionError(
    String op,
    Direction direction,
    double maxUlp,
    String worstInput,
    String worstInputDecimal,
    String worstResult,
    String worstTruth,
    long inputs) {

  /** The bar: no result is farther from the truth than this. */
  public static final double BAR = 1;

  /**
   * Whether the function meets the bar.
   *
   * @return whether every result was at most 1 ULP from the truth
   */
  public boolean ok() {
    return maxUlp <= BAR;
  }
}
