package org.hillock.backend;

import org.hillock.op.Rows;
import org.hillock.op.Softmax;

/**
 * How sure a softmax is of its rows: the definition, a row and a column at a time. The terms of an
 * entropy are added up as {@link Softmax} adds up the exponentials of a row.
 *
 * @param softmax the softmax
 * @param rows where its rows are
 * @param maps what is made of an element
 */
record Sureness(Softmax softmax, Rows rows, RowMaps maps) {

  /** The entropy of a row in nats; NaN where a result is. */
  float entropy(float[] y, int row) {
    float total = 0;
    float lost = 0;
    for (int from = 0; from < rows.columns(); from += Softmax.SEGMENT) {
      float part = segment(y, row, from, (int) Math.min(from + Softmax.SEGMENT, rows.columns()));
      float next = total + part;
      float shift = next - total;
      lost += (total - (next - shift)) + (part - shift);
      total = next;
    }
    return Float.isNaN(lost) ? total : total + lost;
  }

  private float segment(float[] y, int row, int from, int end) {
    float[] lanes = new float[Softmax.LANES];
    for (int c = from; c < end; c++) {
      float value = at(y, row, c);
      lanes[c % lanes.length] +=
          softmax.logarithmic() ? maps.logSurprise(value) : maps.surprise(value);
    }
    for (int reach = lanes.length / 2; reach > 0; reach /= 2) {
      for (int lane = 0; lane < reach; lane++) {
        lanes[lane] += lanes[lane + reach];
      }
    }
    return lanes[0];
  }

  /** The largest probability of a row that has no NaN. */
  float top(float[] y, int row) {
    float most = at(y, row, 0);
    for (int c = 1; c < rows.columns(); c++) {
      most = Math.max(most, at(y, row, c));
    }
    return softmax.logarithmic() ? maps.exponential(most) : most;
  }

  private float at(float[] y, int row, int column) {
    return y[(int) (rows.first(row) + column * rows.inner())];
  }
}
