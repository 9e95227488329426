package org.hillock.bench.experiment;

import org.jspecify.annotations.Nullable;

/** How well classes are told. */
final class Score {

  private double losses;
  private int right;
  private int samples;

  /** Adds samples, with the logarithms of the probabilities of each one's classes. */
  void add(float[] logarithms, int[] labels) {
    int classes = logarithms.length / labels.length;
    for (int i = 0; i < labels.length; i++) {
      float own = logarithms[i * classes + labels[i]];
      losses -= own;
      right += isLargest(own, logarithms, i * classes, classes) ? 1 : 0;
    }
    samples += labels.length;
  }

  /** NaN is not larger than anything, nor is a class that shares its place with another. */
  private static boolean isLargest(float own, float[] logarithms, int from, int classes) {
    int below = 0;
    for (int c = from; c < from + classes; c++) {
      below += logarithms[c] < own ? 1 : 0;
    }
    return below == classes - 1;
  }

  /** The mean cross-entropy in nats; null when it is not finite. */
  @Nullable Double loss() {
    double mean = losses / samples;
    return Double.isFinite(mean) ? (Double) mean : null;
  }

  double accuracy() {
    return (double) right / samples;
  }
}
