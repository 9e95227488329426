package org.hillock.cpu;

/** The loops in plain Java. */
final class ScalarGather implements GatherLoops {

  private static final int MAGNITUDE = 0x7fffffff;
  private static final int INFINITY = 0x7f800000;

  @Override
  public boolean results(
      float[] r, int from, int stride, int rows, int width, Columns before, Columns after) {
    boolean finite = true;
    for (int row = 0; row < rows; row++) {
      Columns last = row == 0 ? before : after;
      finite = results(r, from + row * stride, 0, width, last, after);
    }
    return finite;
  }

  /** The columns of a row from one on; whether their sums are finite now. */
  static boolean results(float[] r, int from, int first, int width, Columns before, Columns after) {
    int most = 0;
    for (int c = first; c < width; c++) {
      float d = r[from + c] - before.pivots[c];
      float sum = before.sums[c] + d;
      after.sums[c] = sum;
      most = Math.max(most, Float.floatToRawIntBits(sum) & MAGNITUDE);
      after.squares[c] = Math.fma(d, d, before.squares[c]);
    }
    for (int c = first; c < width; c++) {
      int bits = Float.floatToRawIntBits(r[from + c]);
      after.high[c] = Math.max(before.high[c], bits);
      after.low[c] = Math.min(before.low[c], bits);
      after.turned[c] = Math.max(before.turned[c], bits ^ Columns.SIGN);
      after.others[c] = before.others[c] + Math.min(bits & MAGNITUDE, 1);
    }
    return most < INFINITY;
  }

  @Override
  public void inputs(
      float[] v,
      int from,
      int stride,
      int rows,
      int width,
      Edges edges,
      Columns before,
      Columns after) {
    for (int row = 0; row < rows; row++) {
      Columns last = row == 0 ? before : after;
      inputs(v, from + row * stride, 0, width, edges, last.odd, after.odd);
    }
  }

  /** The columns of a row from one on. */
  static void inputs(
      float[] v, int from, int first, int width, Edges edges, int[] before, int[] after) {
    for (int c = first; c < width; c++) {
      after[c] = before[c] + (edges.signs(v[from + c]) >>> 31);
    }
  }

  @Override
  public void gradients(
      float[] slopes,
      int slopesFrom,
      int slopesStride,
      float[] dy,
      int dyFrom,
      int stride,
      int rows,
      int width,
      Columns before,
      Columns after) {
    for (int row = 0; row < rows; row++) {
      Columns last = row == 0 ? before : after;
      int own = slopesFrom + row * slopesStride;
      gradients(slopes, own, dy, dyFrom + row * stride, 0, width, last, after);
    }
  }

  /** The columns of a row from one on. */
  static void gradients(
      float[] slopes,
      int slopesFrom,
      float[] dy,
      int dyFrom,
      int first,
      int width,
      Columns before,
      Columns after) {
    for (int c = first; c < width; c++) {
      float gradient = dy[dyFrom + c];
      after.slopes[c] = before.slopes[c] + Math.abs(slopes[slopesFrom + c]);
      after.gradients[c] = Math.fma(gradient, gradient, before.gradients[c]);
    }
  }
}
