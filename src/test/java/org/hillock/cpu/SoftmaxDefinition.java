package org.hillock.cpu;

import org.hillock.op.Rows;
import org.hillock.op.Softmax;

/**
 * The definition of softmax, transcribed from {@link org.hillock.op.Softmax} a row and a column at
 * a time.
 */
final class SoftmaxDefinition {

  private static final SoftmaxMaps MAPS = Twins.scalar().softmaxMaps();

  private SoftmaxDefinition() {}

  static float[] forward(Softmax softmax, Rows rows, float[] x) {
    float[] y = new float[x.length];
    float inverseT = softmax.inverseTemperature();
    for (long r = 0; r < rows.count(); r++) {
      int n = (int) rows.columns();
      float[] row = new float[n];
      float maximum = Float.NEGATIVE_INFINITY;
      for (int c = 0; c < n; c++) {
        row[c] = x[at(rows, r, c)];
        maximum =
            Float.isNaN(maximum) || Float.isNaN(row[c]) ? Float.NaN : Math.max(maximum, row[c]);
      }
      float[] e = new float[n];
      for (int c = 0; c < n; c++) {
        MAPS.softmaxExp(row, c, e, c, 1, maximum, inverseT);
      }
      float sum = sum(e, null);
      for (int c = 0; c < n; c++) {
        y[at(rows, r, c)] =
            !(sum >= 1)
                ? Float.NaN
                : softmax.logarithmic() ? log(row[c], maximum, inverseT, sum) : e[c] * (1 / sum);
      }
    }
    return y;
  }

  private static float log(float x, float maximum, float inverseT, float sum) {
    float[] y = {x};
    MAPS.softmaxLog(
        y, 0, y, 0, 1, maximum, inverseT, MAPS.softmaxLogSum(sum), MAPS.softmaxLogSumLo(sum));
    return y[0];
  }

  static float[] backward(Softmax softmax, Rows rows, float[] y, float[] dy) {
    float[] dx = new float[y.length];
    float inverseT = softmax.inverseTemperature();
    for (long r = 0; r < rows.count(); r++) {
      int n = (int) rows.columns();
      float[] rowY = new float[n];
      float[] rowDy = new float[n];
      for (int c = 0; c < n; c++) {
        rowY[c] = y[at(rows, r, c)];
        rowDy[c] = dy[at(rows, r, c)];
      }
      float sum = softmax.logarithmic() ? sum(rowDy, null) : sum(rowY, rowDy);
      for (int c = 0; c < n; c++) {
        dx[at(rows, r, c)] =
            softmax.logarithmic()
                ? Math.fma(-MathScalar.exponential(rowY[c]), sum, rowDy[c]) * inverseT
                : (rowY[c] * (rowDy[c] - sum)) * inverseT;
      }
    }
    return dx;
  }

  private static float sum(float[] a, float @org.jspecify.annotations.Nullable [] b) {
    float total = 0;
    float lost = 0;
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
      float next = total + lanes[0];
      // The sum of two floats is exact in double but for tails far below what is lost of it.
      lost += (float) ((double) total + lanes[0] - next);
      total = next;
    }
    return Float.isNaN(lost) ? total : total + lost;
  }

  private static int at(Rows rows, long row, int column) {
    return (int) (rows.first(row) + column * rows.inner());
  }
}
