package org.hillock.cpu;

import java.util.Arrays;
import org.hillock.backend.Totals;
import org.hillock.backend.Totals.Count;

/** What a thread gathers of columns side by side; there is a second set for what may be unsound. */
final class Gathering {

  private final Events events;
  private final int[] lost;
  private Columns columns;
  private Columns next;

  /** For so many columns. */
  Gathering(int width) {
    events = new Events(width);
    lost = new int[width];
    columns = new Columns(width);
    next = new Columns(width);
  }

  /** Forgets what was gathered of so many columns. */
  void clear(int width) {
    columns.clear(width);
    next.clear(width);
    Arrays.fill(lost, 0, width, 0);
  }

  /** Sets what results are taken less. */
  void pivots(float[] pivots, int from, int width) {
    System.arraycopy(pivots, from, columns.pivots, 0, width);
    System.arraycopy(pivots, from, next.pivots, 0, width);
  }

  /** What is gathered for sure. */
  Columns columns() {
    return columns;
  }

  /** What goes on from there. */
  Columns next() {
    return next;
  }

  /** Takes what was gathered next for sure. */
  void keep() {
    Columns last = columns;
    columns = next;
    next = last;
  }

  /** Notes a result of a column that is not finite; see {@link Events#note}. */
  void note(int column, float r, long index, boolean sound) {
    events.note(column, r, index, sound);
  }

  /** Notes that a slope of a column is not finite. */
  void lose(int column) {
    lost[column]++;
  }

  /** Hands over the counts of columns of so many elements each, the units from one on. */
  void flush(Totals to, Edges edges, int firstUnit, int width, int elements, boolean backward) {
    events.flush(to, firstUnit, width);
    long[] zeros = to.count(Count.ZEROS);
    long[] saturated = to.count(Count.SATURATED);
    long[] slopes = to.count(Count.SLOPES);
    for (int c = 0; c < width; c++) {
      int unit = firstUnit + c;
      to.range(unit, columns.least(c), columns.most(c));
      zeros[unit] += elements - columns.others[c];
      saturated[unit] += edges.oddIsInside() ? columns.odd[c] : elements - columns.odd[c];
      slopes[unit] += backward ? elements - lost[c] : 0;
    }
  }
}
