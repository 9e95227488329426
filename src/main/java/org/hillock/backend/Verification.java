package org.hillock.backend;

/**
 * How much of each result is checked against the reference.
 *
 * @param samples the number of elements of an activation, or of rows of a softmax, checked of each
 *     result; {@link Integer#MAX_VALUE} for all
 */
public record Verification(int samples) {

  /** Every element of every result. */
  public static final Verification FULL = new Verification(Integer.MAX_VALUE);

  /**
   * Checks the number of samples.
   *
   * @throws IllegalArgumentException when it is not positive
   */
  public Verification {
    if (samples < 1) {
      throw new IllegalArgumentException("samples is " + samples + "; expected at least 1");
    }
  }

  /**
   * A sample of each result, spread evenly over it from a place that changes with every call.
   *
   * @param samples the number of elements of an activation, or of rows of a softmax
   * @return the verification
   * @throws IllegalArgumentException when the number is not positive
   */
  public static Verification sampled(int samples) {
    return new Verification(samples);
  }
}
