package org.hillock.cpu;

/**
 * Elements that are gathered together: rows of {@code width} columns, {@code stride} apart, and
 * behind them {@code rest} elements of another.
 *
 * @param at the first element
 * @param stride from a row to the next
 * @param rows how many rows are whole
 * @param width the number of columns
 * @param rest how many elements the last row has, if it is not whole
 */
record Tile(int at, int stride, int rows, int width, int rest) {

  /** The most elements. */
  static final int MOST = 1 << 14;

  /** How many elements there are. */
  int count() {
    return rows * width + rest;
  }
}
