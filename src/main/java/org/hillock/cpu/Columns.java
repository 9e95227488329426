package org.hillock.cpu;

import java.util.Arrays;

/**
 * What is added up and counted of columns side by side: of a tile of units, or of the 256 lanes of
 * a segment. Scratch memory of one thread.
 *
 * <p>Numbers are compared as the bits of floats, so that a minimum or maximum is one instruction.
 * As an int, a positive float is the larger the larger it is; a negative one the smaller, and below
 * all positive ones.
 */
final class Columns {

  /** The most columns. */
  static final int WIDTH = 512;

  /** Adding this turns the order of negative floats, as ints, around, and puts them above. */
  static final int SIGN = Integer.MIN_VALUE;

  /** To copy zeros is faster than to fill them in. */
  private static final float[] NOTHING = new float[WIDTH];

  /** What results are taken less. */
  final float[] pivots = new float[WIDTH];

  /** Of r - pivot. */
  final float[] sums = new float[WIDTH];

  /** Of its squares. */
  final float[] squares = new float[WIDTH];

  /** Of |f'(v)|. */
  final float[] slopes = new float[WIDTH];

  /** Of the squares of dy. */
  final float[] gradients = new float[WIDTH];

  /** The largest bits of results. */
  final int[] high = new int[WIDTH];

  /** The least. */
  final int[] low = new int[WIDTH];

  /** The largest with {@link #SIGN} added. */
  final int[] turned = new int[WIDTH];

  /** How many results were not zero. */
  final int[] others = new int[WIDTH];

  /** How many inputs have an odd number of {@link Edges} above them. */
  final int[] odd = new int[WIDTH];

  /** How many slopes were not finite. */
  final int[] lost = new int[WIDTH];

  /** How many of the sums are of forward. */
  private static final int FORWARD = 2;

  private final float[][] sumsOfAll = {sums, squares, slopes, gradients};
  private final int[][] bitsAndCounts = {high, low, turned, others, odd};
  private final float[][] savedSums = new float[sumsOfAll.length][WIDTH];
  private final int[][] savedCounts = new int[bitsAndCounts.length][WIDTH];

  /** Begins sums, those of backward too where they are asked for. */
  void clearSums(int width, boolean backward) {
    for (int i = 0; i < (backward ? sumsOfAll.length : FORWARD); i++) {
      System.arraycopy(NOTHING, 0, sumsOfAll[i], 0, width);
    }
  }

  /** Begins all but the sums. */
  void clearCounts(int width) {
    Arrays.fill(high, 0, width, Integer.MIN_VALUE);
    Arrays.fill(low, 0, width, Integer.MAX_VALUE);
    Arrays.fill(turned, 0, width, Integer.MIN_VALUE);
    Arrays.fill(others, 0, width, 0);
    Arrays.fill(odd, 0, width, 0);
    Arrays.fill(lost, 0, width, 0);
  }

  /** Keeps the sums that there are, for {@link #restoreSums}. */
  void saveSums(int width) {
    for (int i = 0; i < sumsOfAll.length; i++) {
      System.arraycopy(sumsOfAll[i], 0, savedSums[i], 0, width);
    }
  }

  /** Takes back what has been added since. */
  void restoreSums(int width) {
    for (int i = 0; i < sumsOfAll.length; i++) {
      System.arraycopy(savedSums[i], 0, sumsOfAll[i], 0, width);
    }
  }

  /** Keeps the counts that there are, for {@link #restoreCounts}. */
  void saveCounts(int width) {
    for (int i = 0; i < bitsAndCounts.length; i++) {
      System.arraycopy(bitsAndCounts[i], 0, savedCounts[i], 0, width);
    }
  }

  /** Takes back what has been counted since. */
  void restoreCounts(int width) {
    for (int i = 0; i < bitsAndCounts.length; i++) {
      System.arraycopy(savedCounts[i], 0, bitsAndCounts[i], 0, width);
    }
  }

  /** Adds a finite result to a column. */
  void result(int column, float r) {
    float d = r - pivots[column];
    sums[column] += d;
    squares[column] = Math.fma(d, d, squares[column]);
    int bits = Float.floatToRawIntBits(r);
    high[column] = Math.max(high[column], bits);
    low[column] = Math.min(low[column], bits);
    turned[column] = Math.max(turned[column], bits ^ SIGN);
  }

  /** The least result of a column; +infinity where there is none. */
  float least(int column) {
    if (isEmpty(column)) {
      return Float.POSITIVE_INFINITY;
    }
    return Float.intBitsToFloat(low[column] < 0 ? turned[column] ^ SIGN : low[column]);
  }

  /** The largest result of a column; -infinity where there is none. */
  float most(int column) {
    if (isEmpty(column)) {
      return Float.NEGATIVE_INFINITY;
    }
    return Float.intBitsToFloat(high[column] >= 0 ? high[column] : low[column]);
  }

  /** No float that is a number has the largest int for its bits. */
  private boolean isEmpty(int column) {
    return low[column] == Integer.MAX_VALUE;
  }
}
