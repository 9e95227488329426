package org.hillock.cpu;

import org.hillock.op.Rows;
import org.jspecify.annotations.Nullable;

/** Whether all that the elements of a softmax's row were computed from is finite. */
final class Soundness {

  private static final byte SOUND = 1;
  private static final byte UNSOUND = 2;

  private final Rows rows;
  private final float[] in;
  private final float @Nullable [] dy;
  private byte @Nullable [] known;

  /**
   * Of rows that are there.
   *
   * @param in forward x, backward the saved y
   * @param dy backward: the upstream gradient
   */
  Soundness(Rows rows, float[] in, float @Nullable [] dy) {
    this.rows = rows;
    this.in = in;
    this.dy = dy;
  }

  /** Whether an element's row is sound: a row is looked at when it is first asked for. */
  boolean of(long element) {
    long inner = rows.inner();
    int row = (int) (element / (rows.columns() * inner) * inner + element % inner);
    byte[] answers = known();
    if (answers[row] == 0) {
      // Threads that ask at once give the same answer.
      find(row);
    }
    return answers[row] == SOUND;
  }

  /** Looks at a row, before it is written over. */
  void find(int row) {
    known()[row] = isSound(row) ? SOUND : UNSOUND;
  }

  /** None before it is asked: hardly any call is. */
  private synchronized byte[] known() {
    if (known == null) {
      known = new byte[(int) rows.count()];
    }
    return known;
  }

  private boolean isSound(int row) {
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
