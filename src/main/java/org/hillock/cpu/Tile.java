package org.hillock.cpu;

/**
 * Elements that are computed before they are gathered, while they are in a core's own cache: rows
 * of {@code width} columns, {@code stride} apart.
 *
 * @param at the first element
 * @param stride from a row to the next
 * @param rows how many rows there are
 * @param width the number of columns
 */
record Tile(int at, int stride, int rows, int width) {

  /** The most columns: some pages, so that the processor foresees what a row needs. */
  static final int WIDTH = 4096;

  /** The most elements. */
  static final int MOST = 1 << 15;

  /** Rows that are gathered together. */
  private static final int ROWS = 4;

  /** The most rows of so many columns: a multiple of those that are gathered together. */
  static int rows(int width) {
    return MOST / width / ROWS * ROWS;
  }

  /** How many elements there are. */
  int count() {
    return rows * width;
  }

  /** The first element of a row. */
  int row(int row) {
    return at + row * stride;
  }
}
