package org.hillock.cpu;

import org.hillock.insight.Watch;

/** The loops in plain Java. */
final class ScalarGather implements GatherLoops {

  private static final int MAGNITUDE = 0x7fffffff;

  @Override
  public void results(float[] r, int from, int stride, int rows, int width, Columns columns) {
    for (int row = 0; row < rows; row++) {
      results(r, from + row * stride, 0, width, columns);
    }
  }

  /** The columns of a row from one on. */
  static void results(float[] r, int from, int first, int width, Columns columns) {
    float[] pivots = columns.pivots;
    float[] sums = columns.sums;
    float[] squares = columns.squares;
    for (int c = first; c < width; c++) {
      float d = r[from + c] - pivots[c];
      sums[c] += d;
      squares[c] = Math.fma(d, d, squares[c]);
    }
    int[] high = columns.high;
    int[] low = columns.low;
    int[] turned = columns.turned;
    int[] others = columns.others;
    for (int c = first; c < width; c++) {
      int bits = Float.floatToRawIntBits(r[from + c]);
      high[c] = Math.max(high[c], bits);
      low[c] = Math.min(low[c], bits);
      turned[c] = Math.max(turned[c], bits ^ Columns.SIGN);
      others[c] += Math.min(bits & MAGNITUDE, 1);
    }
  }

  @Override
  public void inputs(
      float[] v, int from, int stride, int rows, int width, float[] edges, Columns columns) {
    for (int row = 0; row < rows; row++) {
      inputs(v, from + row * stride, 0, width, edges, columns.odd);
    }
  }

  /** The columns of a row from one on. */
  static void inputs(float[] v, int from, int first, int width, float[] edges, int[] odd) {
    for (int c = first; c < width; c++) {
      float x = v[from + c];
      int signs = 0;
      for (float edge : edges) {
        signs ^= Float.floatToRawIntBits(x - edge);
      }
      odd[c] += signs >>> 31;
    }
  }

  @Override
  public void gradients(
      float[] slopes,
      int slopesFrom,
      float[] dy,
      int dyFrom,
      float[] dx,
      int dxFrom,
      int stride,
      int rows,
      int width,
      Columns columns) {
    for (int row = 0; row < rows; row++) {
      int own = slopesFrom + row * width;
      int at = row * stride;
      gradients(slopes, own, dy, dyFrom + at, dx, dxFrom + at, 0, width, columns);
    }
  }

  /** The columns of a row from one on. */
  static void gradients(
      float[] slopes,
      int slopesFrom,
      float[] dy,
      int dyFrom,
      float[] dx,
      int dxFrom,
      int first,
      int width,
      Columns columns) {
    float[] sums = columns.slopes;
    float[] squares = columns.gradients;
    for (int c = first; c < width; c++) {
      float slope = slopes[slopesFrom + c];
      float gradient = dy[dyFrom + c];
      sums[c] += Math.abs(slope);
      squares[c] = Math.fma(gradient, gradient, squares[c]);
      dx[dxFrom + c] = gradient * slope;
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

  @Override
  public boolean areFinite(float[] numbers, int count) {
    int most = 0;
    for (int i = 0; i < count; i++) {
      most = Math.max(most, Float.floatToRawIntBits(numbers[i]) & MAGNITUDE);
    }
    return most < 0x7f800000;
  }
}
