package org.hillock.cpu;

import java.util.Arrays;

/**
 * What is added up and counted of columns side by side: of a tile of units, or of the 256 lanes of
 * a segment, which are counted in the first column. Scratch memory of one thread.
 *
 * <p>Numbers are compared as the bits of floats, so that a minimum or maximum is one instruction.
 * As an int, a positive float is the larger the larger it is; a negative one the smaller, and below
 * all positive ones.
 */
final class Columns {

  /** The most columns: what is gathered of so many is in a core's first cache. */
  static final int WIDTH = 512;

  /** Adding this turns the order of negative floats, as ints, around, and puts them above. */
  static final int SIGN = Integer.MIN_VALUE;

  /** What results are taken less. */
  final float[] pivots;

  /** Of r - pivot. */
  final float[] sums;

  /** Of its squares. */
  final float[] squares;

  /** Of |f'(v)|. */
  final float[] slopes;

  /** Of the squares of dy. */
  final float[] gradients;

  /** The largest bits of results. */
  final int[] high;

  /** The least. */
  final int[] low;

  /** The largest with {@link #SIGN} added. */
  final int[] turned;

  /** How many results were not zero. */
  final int[] others;

  /** How many inputs have an odd number of {@link Edges} above them. */
  final int[] odd;

  /** So many columns. */
  Columns(int width) {
    pivots = new float[width];
    sums = new float[width];
    squares = new float[width];
    slopes = new float[width];
    gradients = new float[width];
    high = new int[width];
    low = new int[width];
    turned = new int[width];
    others = new int[width];
    odd = new int[width];
  }

  /** Begins all. */
  void clear(int width) {
    clearSums(width);
    Arrays.fill(high, 0, width, Integer.MIN_VALUE);
    Arrays.fill(low, 0, width, Integer.MAX_VALUE);
    Arrays.fill(turned, 0, width, Integer.MIN_VALUE);
    Arrays.fill(others, 0, width, 0);
    Arrays.fill(odd, 0, width, 0);
  }

  /** Begins sums. */
  void clearSums(int width) {
    Arrays.fill(sums, 0, width, 0);
    Arrays.fill(squares, 0, width, 0);
    Arrays.fill(slopes, 0, width, 0);
    Arrays.fill(gradients, 0, width, 0);
  }

  /** Goes on from what was counted in another first column. */
  void copyCounts(Columns from) {
    high[0] = from.high[0];
    low[0] = from.low[0];
    turned[0] = from.turned[0];
    others[0] = from.others[0];
    odd[0] = from.odd[0];
  }

  /** Adds a finite result to a column, and compares it with those of another. */
  void result(int column, int compared, float r) {
    float d = r - pivots[compared];
    sums[column] += d;
    squares[column] = Math.fma(d, d, squares[column]);
    int bits = Float.floatToRawIntBits(r);
    high[compared] = Math.max(high[compared], bits);
    low[compared] = Math.min(low[compared], bits);
    turned[compared] = Math.max(turned[compared], bits ^ SIGN);
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
