package org.hillock.bench.gpu;

import java.util.Arrays;

/**
 * Times of a call, in microseconds.
 *
 * @param low a quarter of them are below
 * @param median half of them are below
 * @param high three quarters of them are below
 */
public record Quartiles(double low, double median, double high) {

  /** The quartiles of times in nanoseconds; each is a time that was measured. */
  static Quartiles of(double[] nanos) {
    double[] sorted = nanos.clone();
    Arrays.sort(sorted);
    int last = sorted.length - 1;
    return new Quartiles(
        sorted[last / 4] / 1e3, sorted[last / 2] / 1e3, sorted[last - last / 4] / 1e3);
  }
}
