package org.hillock.cpu;

import static org.hillock.op.Softmax.LANES;
import static org.hillock.op.Softmax.SEGMENT;

import java.util.Arrays;
import org.hillock.op.Softmax;

/**
 * How sure a softmax is of its rows: their entropies, and their largest results. Scratch memory of
 * one thread.
 */
final class RowSureness {

  /** Up to this many columns, rows are added up side by side. */
  private static final int SHORT = 48;

  private static final int SAMPLED = 16;

  private static final int MAGNITUDE = 0x7fffffff;

  private final SoftmaxMaps maps;
  private final RowLoops loops;
  private final int[] largest = new int[SEGMENT];
  private final float[] terms = new float[SEGMENT];

  RowSureness(Twins twins) {
    maps = twins.softmaxMaps();
    loops = new RowLoops(twins);
  }

  /** Runs the loops on a few rows; there are none of backward. */
  void sample(Softmax softmax, boolean backward) {
    float[] numbers = new float[LANES];
    if (!backward) {
      rows(softmax, numbers, 0, SAMPLED, 0, LANES / SAMPLED, new float[LANES], new float[LANES]);
    }
  }

  /** The largest number. */
  float maximum(float[] y, int at, int count) {
    return loops.maximum(y, at, count);
  }

  /**
   * Rows that lie one behind the other.
   *
   * @param at where the first begins
   * @param from its number, from which on the entropies and the largest results are written
   */
  void rows(
      Softmax softmax,
      float[] y,
      int at,
      int columns,
      int from,
      int end,
      float[] entropies,
      float[] tops) {
    int together = columns > LANES ? 1 : SEGMENT / columns;
    int some;
    for (int row = from; row < end; row += some) {
      some = Math.min(together, end - row);
      int first = at + (row - from) * columns;
      if (columns > LANES) {
        entropies[row] = entropy(softmax, y, first, columns);
        tops[row] = loops.maximum(y, first, columns);
      } else if (columns > SHORT) {
        terms(softmax, y, first, some * columns);
        for (int r = 0; r < some; r++) {
          entropies[row + r] = folded(r * columns, columns);
          tops[row + r] = loops.maximum(y, first + r * columns, columns);
        }
      } else {
        terms(softmax, y, first, some * columns);
        foldTogether(columns, row, some, entropies);
        largestTogether(softmax, y, first, columns, row, some, tops);
      }
    }
  }

  /**
   * The sums of short rows, level by level: a loop for each level of each row would take longer.
   */
  private void foldTogether(int columns, int row, int rows, float[] entropies) {
    int end = rows * columns;
    int left = columns;
    for (int half = Integer.highestOneBit(2 * columns - 1) / 2; half > 0; half /= 2) {
      for (int lane = half; lane < left; lane++) {
        for (int i = lane; i < end; i += columns) {
          terms[i - half] += terms[i];
        }
      }
      left = half;
    }
    for (int r = 0; r < rows; r++) {
      entropies[row + r] = terms[r * columns];
    }
  }

  /**
   * By their bits, as a comparison of floats is a branch that nobody foresees. Results all have one
   * sign, and their order is that of their sizes; what comes of a row with NaN is not looked at.
   */
  private void largestTogether(
      Softmax softmax, float[] y, int at, int columns, int row, int rows, float[] tops) {
    int turn = softmax.logarithmic() ? MAGNITUDE : 0;
    Arrays.fill(largest, 0, rows, 0);
    for (int c = 0; c < columns; c++) {
      int i = at + c;
      for (int r = 0; r < rows; r++) {
        int size = (Float.floatToRawIntBits(y[i]) & MAGNITUDE) ^ turn;
        largest[r] = Math.max(largest[r], size);
        i += columns;
      }
    }
    for (int r = 0; r < rows; r++) {
      float size = Float.intBitsToFloat(largest[r] ^ turn);
      tops[row + r] = softmax.logarithmic() ? -size : size;
    }
  }

  /** A row of which the segments are added up one by one. */
  private float entropy(Softmax softmax, float[] y, int at, int columns) {
    int segments = RowLoops.segments(columns);
    float[] sums = loops.sumsOf(columns);
    for (int s = 0; s < segments; s++) {
      int count = Math.min(SEGMENT, columns - s * SEGMENT);
      sums[s] = segment(softmax, y, at + s * SEGMENT, count);
    }
    return RowLoops.total(sums, segments);
  }

  /** What a segment's results add to the entropy of their row. */
  float segment(Softmax softmax, float[] y, int at, int count) {
    terms(softmax, y, at, count);
    return loops.sum(terms, count);
  }

  private void terms(Softmax softmax, float[] y, int at, int count) {
    if (softmax.logarithmic()) {
      maps.softmaxLogSurprise(y, at, terms, 0, count);
    } else {
      maps.softmaxSurprise(y, at, terms, 0, count);
    }
  }

  /** The sum of a short row, whose columns are a lane each, folded as a tree. */
  private float folded(int at, int columns) {
    int left = columns;
    for (int half = Integer.highestOneBit(2 * columns - 1) / 2; half > 0; half /= 2) {
      for (int lane = at + half; lane < at + left; lane++) {
        terms[lane - half] += terms[lane];
      }
      left = half;
    }
    return terms[at];
  }
}
