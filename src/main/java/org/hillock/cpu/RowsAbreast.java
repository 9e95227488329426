package org.hillock.cpu;

import static org.hillock.op.Softmax.LANES;
import static org.hillock.op.Softmax.SEGMENT;

import java.util.Arrays;
import org.hillock.op.Softmax;

/**
 * Softmax of a bundle of rows side by side, so that a vector holds elements of different rows: for
 * rows that are interleaved in memory, and for rows too short for a vector along them. The rows
 * come and go in blocks of columns, turned so that a column's elements are neighbours; in between,
 * the walks and their order of additions are those of {@link RowLoops}, a lane being one element of
 * each row. Not safe for use by several threads: it holds scratch memory.
 */
final class RowsAbreast {

  /**
   * The rows of a bundle: a power of two, a multiple of any vector's length, enough for the calls
   * to cost little, few enough for a block of all lanes to stay in a core's own cache. It is a
   * constant, so that C2 need not check each index when rows are turned.
   */
  static final int WIDTH = 64;

  private static final int BLOCK = WIDTH * LANES;

  /** From this many interleaved rows on, a column's elements are copied and not gathered. */
  static final int RUN = 16;

  private final Twins twins;
  private final SoftmaxMaps maps;
  private final float[] values = new float[BLOCK];
  private final float[] gradients = new float[BLOCK];
  private final float[] lanes = new float[BLOCK];
  private final float[] maximum = new float[WIDTH];
  private final float[] inverseT = new float[WIDTH];
  private final float[] sum = new float[WIDTH];
  private final float[] lost = new float[WIDTH];
  private final float[] hi = new float[WIDTH];
  private final float[] lo = new float[WIDTH];
  private final int[] firsts = new int[WIDTH];

  /** Where each element of a block comes from, and where each of the rows', if they turn so. */
  private int[] turn = {};

  private int[] turnBack = {};

  private boolean log;
  private int columns;
  private int inner = 1;
  private int count;

  RowsAbreast(Twins twins) {
    this.twins = twins;
    this.maps = twins.softmaxMaps();
  }

  /** Runs the loops of a kind of softmax on a bundle of short rows. */
  void sample(Softmax softmax, boolean backward) {
    float[] rows = new float[4 * WIDTH];
    of(softmax, 4, 1);
    if (backward) {
      backward(0, WIDTH, rows, rows, rows);
    } else {
      forward(0, WIDTH, rows, rows);
    }
  }

  /** Turns to rows of so many columns, {@code inner} of which are interleaved. */
  RowsAbreast of(Softmax softmax, int columns, int inner) {
    if (inner == 1 && columns <= LANES && turn.length != columns * WIDTH) {
      turn = new int[columns * WIDTH];
      turnBack = new int[columns * WIDTH];
      for (int i = 0; i < turn.length; i++) {
        turn[i] = i % WIDTH * columns + i / WIDTH;
        turnBack[i] = i % columns * WIDTH + i / columns;
      }
    }
    this.log = softmax.logarithmic();
    this.columns = columns;
    this.inner = inner;
    Arrays.fill(inverseT, softmax.inverseTemperature());
    return this;
  }

  /** The softmax of {@code count} rows from row {@code first} on. */
  void forward(long first, int count, float[] x, float[] y) {
    begin(first, count);
    boolean held = columns <= LANES;
    findMaximum(x);
    Arrays.fill(sum, 0, WIDTH, 0);
    Arrays.fill(lost, 0, WIDTH, 0);
    for (int s = 0; s < columns; s += SEGMENT) {
      int end = Math.min(s + SEGMENT, columns);
      for (int c = s; c < end; c += LANES) {
        int some = Math.min(LANES, end - c);
        if (!held) {
          load(x, c, some, values);
        }
        // Log-softmax needs x again: its exponentials go where they are not in the way.
        float[] e = log ? gradients : values;
        if (inverseT[0] == 1) {
          maps.softmaxExpAt1Abreast(values, 0, e, 0, some, WIDTH, maximum);
        } else {
          maps.softmaxExpAbreast(values, 0, e, 0, some, WIDTH, maximum, inverseT);
        }
        if (c == s) {
          System.arraycopy(e, 0, lanes, 0, some * WIDTH);
        } else {
          maps.softmaxAdded(lanes, 0, e, 0, some * WIDTH, some * WIDTH);
        }
        if (!held && !log) {
          store(values, y, c, some);
        }
      }
      addSegment(end - s);
    }
    total();
    if (log) {
      maps.softmaxLogSum(sum, 0, hi, 0, WIDTH);
      maps.softmaxLogSumLo(sum, 0, lo, 0, WIDTH);
    } else {
      maps.softmaxReciprocal(sum, 0, hi, 0, WIDTH);
    }
    for (int c = 0; c < columns; c += LANES) {
      int some = Math.min(LANES, columns - c);
      if (!held) {
        load(log ? x : y, c, some, values);
      }
      if (log) {
        maps.softmaxLogAbreast(values, 0, values, 0, some, WIDTH, maximum, inverseT, hi, lo);
      } else {
        maps.softmaxScaleAbreast(values, 0, values, 0, some, WIDTH, hi);
      }
      fillNaN(some);
      store(values, y, c, some);
    }
  }

  /** The gradient of {@code count} rows from row {@code first} on. */
  void backward(long first, int count, float[] y, float[] dy, float[] dx) {
    begin(first, count);
    boolean held = columns <= LANES;
    Arrays.fill(sum, 0, WIDTH, 0);
    Arrays.fill(lost, 0, WIDTH, 0);
    for (int s = 0; s < columns; s += SEGMENT) {
      int end = Math.min(s + SEGMENT, columns);
      Arrays.fill(lanes, 0, Math.min(LANES, end - s) * WIDTH, 0);
      for (int c = s; c < end; c += LANES) {
        int some = Math.min(LANES, end - c);
        load(y, c, some, values);
        load(dy, c, some, gradients);
        if (log) {
          maps.softmaxAdded(lanes, 0, gradients, 0, some * WIDTH, some * WIDTH);
        } else {
          maps.softmaxProductAdded(lanes, 0, values, 0, gradients, 0, some * WIDTH, some * WIDTH);
        }
      }
      addSegment(end - s);
    }
    total();
    for (int c = 0; c < columns; c += LANES) {
      int some = Math.min(LANES, columns - c);
      if (!held) {
        load(y, c, some, values);
        load(dy, c, some, gradients);
      }
      if (log) {
        maps.softmaxLogSlopeAbreast(values, 0, gradients, 0, values, 0, some, WIDTH, sum, inverseT);
      } else {
        maps.softmaxSlopeAbreast(values, 0, gradients, 0, values, 0, some, WIDTH, sum, inverseT);
      }
      store(values, dx, c, some);
    }
  }

  private void begin(long first, int count) {
    this.count = count;
    for (int r = 0; r < count; r++) {
      long row = first + r;
      firsts[r] = (int) (row / inner * columns * inner + row % inner);
    }
  }

  /** The largest of each row; NaN is passed over. The last block is left in {@code values}. */
  private void findMaximum(float[] x) {
    int used = Math.min(LANES, columns) * WIDTH;
    Arrays.fill(lanes, 0, used, Float.NEGATIVE_INFINITY);
    for (int c = 0; c < columns; c += LANES) {
      int some = Math.min(LANES, columns - c);
      load(x, c, some, values);
      maps.softmaxLarger(lanes, 0, values, 0, some * WIDTH, some * WIDTH);
    }
    int left = Math.min(LANES, columns);
    for (int half = half(left); half > 0; half /= 2) {
      int reach = (left - half) * WIDTH;
      maps.softmaxLarger(lanes, 0, lanes, half * WIDTH, reach, reach);
      left = half;
    }
    System.arraycopy(lanes, 0, maximum, 0, WIDTH);
  }

  /** Folds the lanes as a tree and adds the result to the rows' sums: see RowLoops.total(). */
  private void addSegment(int columnsOfSegment) {
    int left = Math.min(LANES, columnsOfSegment);
    for (int half = half(left); half > 0; half /= 2) {
      int reach = (left - half) * WIDTH;
      maps.softmaxAdded(lanes, 0, lanes, half * WIDTH, reach, reach);
      left = half;
    }
    for (int r = 0; r < WIDTH; r++) {
      float next = sum[r] + lanes[r];
      float shift = next - sum[r];
      lost[r] += (sum[r] - (next - shift)) + (lanes[r] - shift);
      sum[r] = next;
    }
  }

  private void total() {
    for (int r = 0; r < WIDTH; r++) {
      sum[r] = Float.isNaN(lost[r]) ? sum[r] : sum[r] + lost[r];
    }
  }

  /** The reach of a tree's first level over so many lanes; 0 where there is nothing to fold. */
  private static int half(int lanes) {
    return Integer.highestOneBit(lanes - 1);
  }

  /** A row that has no softmax is NaN throughout. */
  private void fillNaN(int some) {
    for (int r = 0; r < count; r++) {
      if (!(sum[r] >= 1)) {
        for (int c = 0; c < some; c++) {
          values[c * WIDTH + r] = Float.NaN;
        }
      }
    }
  }

  private void load(float[] from, int column, int some, float[] block) {
    if (inner >= RUN) {
      for (int c = 0; c < some; c++) {
        System.arraycopy(from, firsts[0] + (column + c) * inner, block, c * WIDTH, count);
      }
      return;
    }
    if (inner == 1 && count == WIDTH && some == columns) {
      twins.gather(from, firsts[0], turn, block, 0, turn.length);
      return;
    }
    for (int r = 0; r < count; r++) {
      int at = firsts[r] + column * inner;
      for (int c = 0; c < some; c++) {
        block[c * WIDTH + r] = from[at + c * inner];
      }
    }
  }

  private void store(float[] block, float[] to, int column, int some) {
    if (inner >= RUN) {
      for (int c = 0; c < some; c++) {
        System.arraycopy(block, c * WIDTH, to, firsts[0] + (column + c) * inner, count);
      }
      return;
    }
    if (inner == 1 && some == columns) {
      twins.gather(block, 0, turnBack, to, firsts[0], count * columns);
      return;
    }
    for (int r = 0; r < count; r++) {
      int at = firsts[r] + column * inner;
      for (int c = 0; c < some; c++) {
        to[at + c * inner] = block[c * WIDTH + r];
      }
    }
  }
}
