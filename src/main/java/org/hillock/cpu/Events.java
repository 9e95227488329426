package org.hillock.cpu;

import org.hillock.backend.Totals;
import org.hillock.backend.Totals.Event;

/** Results that are not finite, for columns side by side. Scratch memory of one thread. */
final class Events {

  private static final Event[] KINDS = {Event.NAN, Event.INFINITY, Event.MADE};
  private static final int NAN = 0;
  private static final int INFINITY = 1;
  private static final int MADE = 2;

  private final int width;
  private int[][] counts = new int[0][];
  private long[][] firsts = new long[0][];
  private boolean any;

  /** For so many columns. Most calls have no such result, and take no memory for them. */
  Events(int width) {
    this.width = width;
  }

  /**
   * Notes a result that is not finite; those of a column come in rising order.
   *
   * @param sound whether all that it was computed from is finite
   */
  void note(int column, float r, long index, boolean sound) {
    any = true;
    if (counts.length == 0) {
      counts = new int[KINDS.length][width];
      firsts = new long[KINDS.length][width];
    }
    note(Float.isNaN(r) ? NAN : INFINITY, column, index);
    if (sound) {
      note(MADE, column, index);
    }
  }

  private void note(int kind, int column, long index) {
    if (counts[kind][column]++ == 0) {
      firsts[kind][column] = index;
    }
  }

  /** Hands over what was noted of columns, which are the units from one on, and forgets. */
  void flush(Totals totals, int firstUnit, int width) {
    for (int kind = 0; any && kind < KINDS.length; kind++) {
      for (int c = 0; c < width; c++) {
        totals.event(KINDS[kind], firstUnit + c, counts[kind][c], firsts[kind][c]);
        counts[kind][c] = 0;
      }
    }
    any = false;
  }
}
