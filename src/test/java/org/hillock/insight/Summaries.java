package org.hillock.insight;

import org.jspecify.annotations.Nullable;

/** Summaries made by hand. */
final class Summaries {

  private Summaries() {}

  /** A unit of a batch of which so many samples were zero, and so many saturated. */
  static Summary unit(long count, long zeros, long saturated) {
    return of(1, count, zeros, saturated, 0, 0, 0, null, null, null, null);
  }

  /** A layer's gradient. */
  static Summary backward(double meanSlope, double normIn, double normOut) {
    Summary.Gradients gradients = new Summary.Gradients(meanSlope, normIn, normOut);
    return of(1, 100, 0, 0, 0, 0, 0, null, null, null, gradients);
  }

  /** A gradient with an infinity that it met with. */
  static Summary infiniteBackward() {
    Summary.Gradients gradients = new Summary.Gradients(1, 1, 1);
    return of(1, 100, 0, 0, 0, 1, 0, null, new Place(0, 0), null, gradients);
  }

  /** An operation whose results were all finite. */
  static Summary finite(long calls) {
    return of(calls, 100, 0, 0, 0, 0, 0, null, null, null, null);
  }

  /** An operation that had NaN. */
  static Summary nan(long calls, Place first, @Nullable Place made) {
    return of(calls, 100, 0, 0, 7, 0, made == null ? 0 : 1, first, null, made, null);
  }

  /** An operation that had infinities. */
  static Summary infinity(long calls, Place first, @Nullable Place made) {
    return of(calls, 100, 0, 0, 0, 7, made == null ? 0 : 1, null, first, made, null);
  }

  @SuppressWarnings("TooManyParameters")
  private static Summary of(
      long calls,
      long count,
      long zeros,
      long saturated,
      long nans,
      long infinities,
      long made,
      @Nullable Place firstNan,
      @Nullable Place firstInfinity,
      @Nullable Place firstMade,
      Summary.@Nullable Gradients gradients) {
    return new Summary(
        calls,
        count,
        zeros,
        saturated,
        0,
        0,
        0,
        0,
        nans,
        infinities,
        made,
        firstNan,
        firstInfinity,
        firstMade,
        gradients,
        null,
        new Histogram(new long[0]));
  }
}
