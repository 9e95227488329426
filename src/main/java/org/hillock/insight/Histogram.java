package org.hillock.insight;

import java.util.Arrays;

/**
 * How many results there were of each power of two, by their biased exponent: bin b holds those
 * with {@code 2^(b - 127) <= |r| < 2^(b - 126)}; bin 0 the zeros and subnormals, bin 255 infinities
 * and NaN.
 *
 * @param counts a number for each of the 256 bins; empty when none was asked for
 */
@SuppressWarnings("ArrayRecordComponent") // copied on its way in and out
public record Histogram(long[] counts) {

  /** The number of bins. */
  public static final int BINS = 256;

  /** A histogram of copies. */
  public Histogram {
    counts = counts.clone();
  }

  /**
   * The bin of a number.
   *
   * @param value any float
   * @return its biased exponent
   */
  public static int bin(float value) {
    return Float.floatToRawIntBits(value) >>> 23 & 0xff;
  }

  /**
   * How many results a bin has.
   *
   * @return a copy
   */
  @Override
  public long[] counts() {
    return counts.clone();
  }

  /**
   * How many results there are in all.
   *
   * @return the sum of the bins
   */
  public long size() {
    return Arrays.stream(counts).sum();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Histogram histogram && Arrays.equals(counts, histogram.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  /** The bins that are not empty, as {@code {2^-3: 17, 2^0: 4}}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (int bin = 0; bin < counts.length; bin++) {
      if (counts[bin] > 0) {
        String name = bin == 0 ? "0" : bin == BINS - 1 ? "not finite" : "2^" + (bin - 127);
        text.append(text.length() > 1 ? ", " : "").append(name).append(": ").append(counts[bin]);
      }
    }
    return text.append('}').toString();
  }
}
