package org.hillock.opencl;

import org.hillock.insight.Watch;

/**
 * The records that a call leaves of its statistics: see {@code record.cl}.
 *
 * @param units of how many units
 * @param count how many of each unit
 * @param sums how many sums there are in one
 * @param bits how many bits a field has
 */
record Records(long units, long count, int sums, int bits) {

  /** The fields of a segment count up to 4096. */
  static final int OF_SEGMENTS = 16;

  /** The fields of a block of a column count up to 128. */
  static final int BY_COLUMN = 8;

  private static final int FIELDS = 9;

  /** Those of the segments of a tensor. */
  static Records ofSegments(long elements, int sums) {
    return new Records(1, RowKernels.divideUp(elements, Watch.SEGMENT), sums, OF_SEGMENTS);
  }

  /** Those of the blocks of each column. */
  static Records byColumn(long rows, long columns, int sums) {
    return new Records(columns, RowKernels.divideUp(rows, Watch.BLOCK), sums, BY_COLUMN);
  }

  /** A word of all records. */
  long word() {
    return units * count;
  }

  /** Which word the least is. */
  long least() {
    return sums;
  }

  /** Which word of a segment's record has its NaN and infinities, and is 0 where there are none. */
  long notFinite() {
    return sums + 3L;
  }

  /** Which word is the sum of all results, not finite ones too: the last, if it is there. */
  long plain() {
    long ofWord = Integer.SIZE / bits;
    return sums + 2 + (FIELDS + ofWord - 1) / ofWord;
  }

  /** The floats that all words take. */
  long size() {
    return (plain() + 1) * word();
  }
}
