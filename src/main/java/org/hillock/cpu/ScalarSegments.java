package org.hillock.cpu;

import org.hillock.insight.Watch;

/** The loops in plain Java. */
final class ScalarSegments implements SegmentLoops {

  private static final int MAGNITUDE = 0x7fffffff;

  @Override
  public boolean results(
      float[] r, int from, int count, float pivot, float least, float most, Columns columns) {
    return results(r, from, 0, count, pivot, least, most, columns);
  }

  /** Those from one on, whose lane is its number. */
  static boolean results(
      float[] r,
      int from,
      int first,
      int count,
      float pivot,
      float least,
      float most,
      Columns columns) {
    float[] sums = columns.sums;
    float[] squares = columns.squares;
    int beyond = 0;
    for (int row = first; row < count; row += Watch.LANES) {
      int some = Math.min(Watch.LANES, count - row);
      for (int lane = 0; lane < some; lane++) {
        float result = r[from + row + lane];
        float d = result - pivot;
        sums[lane] += d;
        squares[lane] = Math.fma(d, d, squares[lane]);
        // The sign of a difference tells -0 from +0 too.
        beyond |= Float.floatToRawIntBits(result - least) | Float.floatToRawIntBits(most - result);
      }
    }
    return beyond >= 0;
  }

  @Override
  public void extent(float[] r, int from, int count, Columns columns) {
    extent(r, from, count, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE, columns);
  }

  /** The same with what others have seen. */
  static void extent(
      float[] r, int from, int count, int high, int low, int turned, Columns columns) {
    int largest = high;
    int least = low;
    int largestTurned = turned;
    for (int i = 0; i < count; i++) {
      int bits = Float.floatToRawIntBits(r[from + i]);
      largest = Math.max(largest, bits);
      least = Math.min(least, bits);
      largestTurned = Math.max(largestTurned, bits ^ Columns.SIGN);
    }
    columns.high[0] = Math.max(columns.high[0], largest);
    columns.low[0] = Math.min(columns.low[0], least);
    columns.turned[0] = Math.max(columns.turned[0], largestTurned);
  }

  @Override
  public int others(float[] r, int from, int count) {
    int others = 0;
    for (int i = 0; i < count; i++) {
      others += Math.min(Float.floatToRawIntBits(r[from + i]) & MAGNITUDE, 1);
    }
    return others;
  }

  @Override
  public int odd(float[] v, int from, int count, Edges edges) {
    int odd = 0;
    for (int i = 0; i < count; i++) {
      odd += edges.signs(v[from + i]) >>> 31;
    }
    return odd;
  }

  @Override
  public void gradients(
      float[] slopes, int slopesFrom, float[] dy, int dyFrom, int count, Columns to) {
    gradients(slopes, slopesFrom, dy, dyFrom, 0, count, to);
  }

  /** Those from one on, whose lane is its number. */
  static void gradients(
      float[] slopes, int slopesFrom, float[] dy, int dyFrom, int first, int count, Columns to) {
    float[] sums = to.slopes;
    float[] squares = to.gradients;
    for (int row = first; row < count; row += Watch.LANES) {
      int some = Math.min(Watch.LANES, count - row);
      for (int lane = 0; lane < some; lane++) {
        float gradient = dy[dyFrom + row + lane];
        sums[lane] += Math.abs(slopes[slopesFrom + row + lane]);
        squares[lane] = Math.fma(gradient, gradient, squares[lane]);
      }
    }
  }

  @Override
  public void multiply(
      float[] a, int aFrom, float[] b, int bFrom, float[] out, int outFrom, int count) {
    for (int i = 0; i < count; i++) {
      out[outFrom + i] = a[aFrom + i] * b[bFrom + i];
    }
  }

  @Override
  public void fold(float[] lanes) {
    fold(lanes, Watch.LANES);
  }

  /** Folds so many lanes. */
  static void fold(float[] lanes, int count) {
    for (int reach = count / 2; reach > 0; reach /= 2) {
      for (int lane = 0; lane < reach; lane++) {
        lanes[lane] += lanes[lane + reach];
      }
    }
  }
}
