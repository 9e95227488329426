package org.hillock.cpu;

import org.hillock.op.Rows;

/**
 * The definition of softmax, transcribed from {@link org.hillock.op.Softmax} a row and a column at
 * a time.
 */
final class SoftmaxDefinition {

  private static final SoftmaxMaps MAPS = Twins.scalar().softmaxMaps();

  private SoftmaxDefinition() {}

  static float[] forward(Rows rows, float inverseT, float[] x) {
    float[] y = new float[x.length];
    for (long r = 0; r < rows.count(); r++) {
      int n = (int) rows.columns();
      float[] e = new float[n];
      float maximum = Float.NEGATIVE_INFINITY;
      for (int c = 0; c < n; c++) {
        e[c] = x[at(rows, r, c)];
        maximum = Float.isNaN(maximum) || Float.isNaN(e[c]) ? Float.NaN : Math.max(maximum, e[c]);
      }
      for (int c = 0; c < n; c++) {
        MAPS.softmaxExp(e, c, e, c, 1, maximum, inverseT);
      }
      float sum = sum(e, null);
      for (int c = 0; c < n; c++) {
        y[at(rows, r, c)] = sum >= 1 ? e[c] * (1 / sum) : Float.NaN;
      }
    }
    return y;
  }

  static float[] backward(Rows rows, float inverseT, float[] y, float[] dy) {
    float[] dx = new float[y.length];
    for (long r = 0; r < rows.count(); r++) {
      int n = (int) rows.columns();
      float[] rowY = new float[n];
      float[] rowDy = new float[n];
      for (int c = 0; c < n; c++) {
        rowY[c] = y[at(rows, r, c)];
        rowDy[c] = dy[at(rows, r, c)];
      }
      float dot = sum(rowY, rowDy);
      for (int c = 0; c < n; c++) {
        dx[at(rows, r, c)] = (rowY[c] * (rowDy[c] - dot)) * inverseT;
      }
    }
    return dx;
  }

  private static float sum(float[] a, float @org.jspecify.annotations.Nullable [] b) {
    float total = 0;
    for (int segment = 0; segment < a.length; segment += 4096) {
      float[] lanes = new float[256];
      for (int c = segment; c < Math.min(a.length, segment + 4096); c++) {
        int lane = (c - segment) % 256;
        lanes[lane] = b == null ? lanes[lane] + a[c] : Math.fma(a[c], b[c], lanes[lane]);
      }
      for (int h = 128; h > 0; h /= 2) {
        for (int lane = 0; lane < h; lane++) {
          lanes[lane] += lanes[lane + h];
        }
      }
      total += lanes[0];
    }
    return total;
  }

  private static int at(Rows rows, long row, int column) {
    return (int) (rows.first(row) + column * rows.inner());
  }
}
