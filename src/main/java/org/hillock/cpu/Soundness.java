package org.hillock.cpu;

import org.hillock.op.Rows;
import org.jspecify.annotations.Nullable;

/**
 * Whether all that the elements of a softmax's row were computed from is finite.
 *
 * @param rows the rows
 * @param in forward x, backward the saved y
 * @param dy backward: the upstream gradient
 * @param known the answer for each row, where the arrays do not hold it any more; else null
 */
@SuppressWarnings("ArrayRecordComponent") // the caller's data
record Soundness(Rows rows, float[] in, float @Nullable [] dy, boolean @Nullable [] known) {

  /** Whether an element's row is sound. */
  boolean of(long element) {
    long inner = rows.inner();
    long row = element / (rows.columns() * inner) * inner + element % inner;
    return known == null ? row(row) : known[(int) row];
  }

  /** Whether a row is sound, as the arrays say. */
  boolean row(long row) {
    int first = (int) rows.first(row);
    for (int c = 0; c < rows.columns(); c++) {
      int i = first + (int) (c * rows.inner());
      if (!Float.isFinite(in[i]) || (dy != null && !Float.isFinite(dy[i]))) {
        return false;
      }
    }
    return true;
  }
}
