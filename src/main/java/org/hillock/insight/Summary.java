package org.hillock.insight;

import org.jspecify.annotations.Nullable;

/**
 * What was gathered of a tensor, or of one unit of it, in all calls since the statistics were made
 * or reset. "Results" are y forward and dx backward; "finite" is neither NaN nor infinite.
 *
 * @param calls how many calls there were
 * @param count how many results there were
 * @param zeros how many of them were zero, of either sign
 * @param saturated for how many |f'(x)| was below the bound of the {@linkplain Watch watch}, where
 *     x is the input with its bias; 0 for softmax
 * @param mean the mean of the finite results; NaN when there is none
 * @param variance their variance, divided by their number; NaN when there is none
 * @param least the least finite result; NaN when there is none
 * @param most the largest finite result; NaN when there is none
 * @param nans how many results were NaN
 * @param infinities how many were infinite
 * @param made how many were not finite although all that they were computed from was; for softmax
 *     that is the whole row
 * @param firstNan where the first NaN was; null when there was none
 * @param firstInfinity where the first infinity was; null when there was none
 * @param firstMade where the first result was that was not finite, from finite input; null when
 *     there was none
 * @param gradients what backward tells besides; null for forward
 * @param rows what softmax tells besides; null for activations, and backward
 * @param histogram the results by powers of two; empty when not asked for, and for units
 */
public record Summary(
    long calls,
    long count,
    long zeros,
    long saturated,
    double mean,
    double variance,
    float least,
    float most,
    long nans,
    long infinities,
    long made,
    @Nullable Place firstNan,
    @Nullable Place firstInfinity,
    @Nullable Place firstMade,
    @Nullable Gradients gradients,
    @Nullable RowSummary rows,
    Histogram histogram) {

  /**
   * What backward tells of the gradient that flows through.
   *
   * @param meanSlope the mean of |f'(x)| of an activation, over slopes that are finite; NaN when
   *     there is none, and for softmax
   * @param normIn the Euclidean norm of the finite elements of dy
   * @param normOut the Euclidean norm of the finite elements of dx
   */
  public record Gradients(double meanSlope, double normIn, double normOut) {}

  /**
   * What softmax tells of its rows.
   *
   * @param count how many rows there were whose results are no NaN
   * @param meanEntropy the mean of {@code -sum p log p}, in nats; NaN when there is no row
   * @param meanTop the mean of the largest probability; NaN when there is no row
   */
  public record RowSummary(long count, double meanEntropy, double meanTop) {}

  /**
   * The share of results that are zero.
   *
   * @return from 0 to 1; NaN when there is no result
   */
  public double zeroShare() {
    return (double) zeros / count;
  }

  /**
   * The share of elements that are saturated.
   *
   * @return from 0 to 1; NaN when there is none
   */
  public double saturatedShare() {
    return (double) saturated / count;
  }

  /**
   * Whether a result was other than zero, at least once.
   *
   * @return false for a unit that never fired; NaN counts as fired
   */
  public boolean fired() {
    return zeros < count;
  }

  /**
   * How many results were finite.
   *
   * @return the number that mean and variance are of
   */
  public long finite() {
    return count - nans - infinities;
  }
}
