package org.hillock.cpu;

import static org.hillock.op.Softmax.LANES;

import java.util.Arrays;

/**
 * The 256 running sums of one segment, in the order that {@link org.hillock.op.Softmax} defines.
 */
final class Lanes {

  private final float[] sums = new float[LANES];

  void clear() {
    Arrays.fill(sums, 0);
  }

  /** Adds a block of at most 256 columns that begins at lane 0. */
  void add(float[] values, int from, int count) {
    for (int lane = 0; lane < count; lane++) {
      sums[lane] += values[from + lane];
    }
  }

  /**
   * Adds the products of a block of at most 256 columns that begins at lane 0, each rounded once
   * with its sum.
   */
  void addProducts(float[] a, int aFrom, float[] b, int bFrom, int count) {
    for (int lane = 0; lane < count; lane++) {
      sums[lane] = Math.fma(a[aFrom + lane], b[bFrom + lane], sums[lane]);
    }
  }

  /** Folds the lanes as a tree. */
  float fold() {
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        sums[lane] += sums[lane + half];
      }
    }
    return sums[0];
  }
}
