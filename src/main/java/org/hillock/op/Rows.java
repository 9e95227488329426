package org.hillock.op;

/**
 * Data seen as rows along one axis. Row {@code r} of the {@code outer · inner} rows holds the
 * elements {@code first(r) + c · inner} for every column {@code c}; with {@code inner = 1} a row is
 * contiguous.
 *
 * @param outer the product of the dimensions before the axis
 * @param columns the length of the axis, which is the length of a row
 * @param inner the product of the dimensions behind the axis, which is the stride between columns
 */
public record Rows(long outer, long columns, long inner) {

  /**
   * The number of rows.
   *
   * @return {@code outer · inner}
   */
  public long count() {
    return outer * inner;
  }

  /**
   * Where a row begins.
   *
   * @param row from 0 to {@code count() - 1}
   * @return the index of its first element
   */
  public long first(long row) {
    return row / inner * columns * inner + row % inner;
  }

  /**
   * Whether the columns of a row are neighbours in memory.
   *
   * @return whether {@code inner} is 1
   */
  public boolean contiguous() {
    return inner == 1;
  }
}
