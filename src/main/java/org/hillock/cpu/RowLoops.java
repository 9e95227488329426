package org.hillock.cpu;

import static org.hillock.op.Softmax.LANES;
import static org.hillock.op.Softmax.SEGMENT;

import java.util.Arrays;
import org.hillock.op.Softmax;

/**
 * The walks of softmax over one contiguous row, or over a stretch of its segments: {@code count}
 * columns from index {@code at} on. Not safe for use by several threads: it holds scratch memory.
 */
final class RowLoops {

  /** Up to this many lanes, a plain loop folds them faster than a call for each level. */
  private static final int FEW_LANES = 16;

  private final SoftmaxMaps maps;
  private final float[] lanes = new float[LANES];
  private final float[] segment = new float[SEGMENT];
  private float[] sums = new float[16];

  RowLoops(Twins twins) {
    maps = twins.softmaxMaps();
  }

  /** Runs the loops of a kind of softmax on a row. */
  void sample(Softmax softmax, boolean backward) {
    float[] row = new float[LANES];
    if (backward) {
      backward(softmax, row, row, row, 0, LANES);
    } else {
      forward(softmax, row, row, 0, LANES);
    }
  }

  /** How many segments a row of so many columns has. */
  static int segments(int columns) {
    return (columns - 1) / SEGMENT + 1;
  }

  /** The softmax of a whole row. */
  void forward(Softmax softmax, float[] x, float[] y, int at, int columns) {
    float maximum = maximum(x, at, columns);
    float[] sums = sumsOf(columns);
    exponentials(softmax, x, y, at, columns, maximum, sums, 0);
    results(softmax, x, y, at, columns, maximum, total(sums, segments(columns)));
  }

  /** The gradient of a whole row. */
  void backward(Softmax softmax, float[] y, float[] dy, float[] dx, int at, int columns) {
    float[] sums = sumsOf(columns);
    gradientSums(softmax, y, dy, at, columns, sums, 0);
    float total = total(sums, segments(columns));
    gradients(softmax, y, dy, dx, at, columns, total);
  }

  /** The softmax of a row whose columns are {@code stride} apart: collected, and put back. */
  void forward(Softmax softmax, float[] x, float[] y, int at, int columns, int stride) {
    if (stride == 1) {
      forward(softmax, x, y, at, columns);
      return;
    }
    float[] row = new float[columns];
    collect(x, at, stride, row);
    forward(softmax, row, row, 0, columns);
    putBack(row, y, at, stride);
  }

  /** The gradient of such a row. */
  void backward(
      Softmax softmax, float[] y, float[] dy, float[] dx, int at, int columns, int stride) {
    if (stride == 1) {
      backward(softmax, y, dy, dx, at, columns);
      return;
    }
    float[] row = new float[columns];
    float[] gradient = new float[columns];
    collect(y, at, stride, row);
    collect(dy, at, stride, gradient);
    backward(softmax, row, gradient, row, 0, columns);
    putBack(row, dx, at, stride);
  }

  private static void collect(float[] from, int at, int stride, float[] row) {
    for (int c = 0; c < row.length; c++) {
      row[c] = from[at + c * stride];
    }
  }

  private static void putBack(float[] row, float[] to, int at, int stride) {
    for (int c = 0; c < row.length; c++) {
      to[at + c * stride] = row[c];
    }
  }

  /** The largest; NaN is passed over. */
  float maximum(float[] x, int at, int count) {
    int used = lanesUsed(count);
    Arrays.fill(lanes, 0, used, Float.NEGATIVE_INFINITY);
    for (int s = 0; s < segments(count); s++) {
      int from = s * SEGMENT;
      maps.softmaxLarger(lanes, 0, x, at + from, LANES, Math.min(SEGMENT, count - from));
    }
    int half = used / 2;
    for (; half >= FEW_LANES; half /= 2) {
      maps.softmaxLarger(lanes, 0, lanes, half, half, half);
    }
    float maximum = lanes[0];
    for (int lane = 1; lane < 2 * half; lane++) {
      maximum = larger(maximum, lanes[lane]);
    }
    return maximum;
  }

  /** The larger of two, the first where the second is NaN. */
  static float larger(float a, float b) {
    return b > a ? b : a;
  }

  /**
   * Each segment's sum of exponentials, to {@code sums} from {@code first} on. Softmax keeps the
   * exponentials in y; log-softmax needs x again, which may be the same array.
   */
  void exponentials(
      Softmax softmax,
      float[] x,
      float[] y,
      int at,
      int count,
      float maximum,
      float[] sums,
      int first) {
    float inverseT = softmax.inverseTemperature();
    boolean keep = !softmax.logarithmic();
    for (int s = 0; s < segments(count); s++) {
      int from = s * SEGMENT;
      int columns = Math.min(SEGMENT, count - from);
      int used = clear(columns);
      float[] e = keep ? y : segment;
      int to = keep ? at + from : 0;
      // Not in one loop: that is slower, for it is one of 16 rounds with all constants anew.
      maps.softmaxExp(x, at + from, e, to, columns, maximum, inverseT);
      maps.softmaxAdded(lanes, 0, e, to, LANES, columns);
      sums[first + s] = fold(used);
    }
  }

  /**
   * The sum of the segments' sums, in rising order, and of what the additions round off: Knuth's
   * two-sum finds it exactly. Where the sum overflows, that is NaN and does not count.
   */
  static float total(float[] sums, int count) {
    return total(sums, 0, count);
  }

  /** The same from the first of a row on. */
  static float total(float[] sums, int first, int count) {
    float total = 0;
    float lost = 0;
    for (int s = first; s < first + count; s++) {
      float next = total + sums[s];
      float shift = next - total;
      lost += (total - (next - shift)) + (sums[s] - shift);
      total = next;
    }
    return Float.isNaN(lost) ? total : total + lost;
  }

  /** The result, from the whole row's maximum and sum. */
  void results(Softmax softmax, float[] x, float[] y, int at, int count, float maximum, float sum) {
    if (!(sum >= 1)) {
      Arrays.fill(y, at, at + count, Float.NaN);
    } else if (softmax.logarithmic()) {
      float hi = maps.softmaxLogSum(sum);
      float lo = maps.softmaxLogSumLo(sum);
      maps.softmaxLog(x, at, y, at, count, maximum, softmax.inverseTemperature(), hi, lo);
    } else {
      maps.softmaxScale(y, at, y, at, count, maps.softmaxReciprocal(sum));
    }
  }

  /** The sum of a segment's numbers. */
  float sum(float[] numbers, int count) {
    int used = clear(count);
    maps.softmaxAdded(lanes, 0, numbers, 0, LANES, count);
    return fold(used);
  }

  /** Each segment's part of what the gradient needs of the row: the sum of y · dy, or of dy. */
  void gradientSums(
      Softmax softmax, float[] y, float[] dy, int at, int count, float[] sums, int first) {
    boolean log = softmax.logarithmic();
    for (int s = 0; s < segments(count); s++) {
      int from = s * SEGMENT;
      int columns = Math.min(SEGMENT, count - from);
      int used = clear(columns);
      if (log) {
        maps.softmaxAdded(lanes, 0, dy, at + from, LANES, columns);
      } else {
        maps.softmaxProductAdded(lanes, 0, y, at + from, dy, at + from, LANES, columns);
      }
      sums[first + s] = fold(used);
    }
  }

  /** The gradient, from the whole row's sum. */
  void gradients(Softmax softmax, float[] y, float[] dy, float[] dx, int at, int count, float sum) {
    float inverseT = softmax.inverseTemperature();
    if (softmax.logarithmic()) {
      maps.softmaxLogSlope(y, at, dy, at, dx, at, count, sum, inverseT);
    } else {
      maps.softmaxSlope(y, at, dy, at, dx, at, count, sum, inverseT);
    }
  }

  /** Room for the sums of a row's segments. */
  float[] sumsOf(int columns) {
    if (sums.length < segments(columns)) {
      sums = new float[segments(columns)];
    }
    return sums;
  }

  /** Clears the lanes that so many columns use, and tells how many: the others add nothing. */
  private int clear(int columns) {
    int used = lanesUsed(columns);
    Arrays.fill(lanes, 0, used, 0);
    return used;
  }

  private static int lanesUsed(int columns) {
    return columns >= LANES ? LANES : Integer.highestOneBit(2 * columns - 1);
  }

  /** Folds the lanes as a tree. */
  private float fold(int used) {
    int half = used / 2;
    for (; half >= FEW_LANES; half /= 2) {
      maps.softmaxAdded(lanes, 0, lanes, half, half, half);
    }
    for (; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] += lanes[lane + half];
      }
    }
    return lanes[0];
  }
}
