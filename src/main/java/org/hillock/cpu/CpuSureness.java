package org.hillock.cpu;

import static org.hillock.op.Softmax.SEGMENT;

import org.hillock.backend.Totals;
import org.hillock.backend.Totals.Count;
import org.hillock.backend.Totals.Sum;
import org.hillock.backend.Workers;
import org.hillock.op.Rows;
import org.hillock.op.Softmax;

/** How sure a softmax is of its rows: all of them, by several threads. */
final class CpuSureness {

  private final CpuSoftmax softmax;
  private final Softmax kind;
  private final Rows rows;
  private final float[] y;
  private final float[] entropies;
  private final float[] tops;

  /** Of the results in y, once they are there. */
  CpuSureness(CpuSoftmax softmax, Softmax kind, Rows rows, float[] y) {
    this.softmax = softmax;
    this.kind = kind;
    this.rows = rows;
    this.y = y;
    entropies = new float[(int) rows.count()];
    tops = new float[entropies.length];
  }

  /** Rows that lie one behind the other, and are there. */
  void follow(int from, int end) {
    int columns = (int) rows.columns();
    int at = from * columns;
    softmax.sureness(
        kind,
        (long) (end - from) * columns,
        loops -> loops.rows(kind, y, at, columns, from, end, entropies, tops));
  }

  /** All rows, whose segments are shared out. */
  void all(Workers workers, int cost) {
    int columns = (int) rows.columns();
    int segments = RowLoops.segments(columns);
    float[] sums = new float[entropies.length * segments];
    float[] largest = new float[sums.length];
    int parts = Math.min(workers.parts(rows.count() * columns, cost), sums.length);
    workers.run(
        parts,
        part -> {
          int from = (int) ((long) sums.length * part / parts);
          int end = (int) ((long) sums.length * (part + 1) / parts);
          softmax.sureness(
              kind,
              (long) (end - from) * SEGMENT,
              loops -> segments(loops, from, end, segments, sums, largest));
        });
    for (int row = 0; row < entropies.length; row++) {
      int first = row * segments;
      entropies[row] = RowLoops.total(sums, first, segments);
      tops[row] = largest[first];
      for (int s = first + 1; s < first + segments; s++) {
        tops[row] = RowLoops.larger(tops[row], largest[s]);
      }
    }
  }

  private void segments(
      RowSureness loops, int from, int end, int segments, float[] sums, float[] largest) {
    int columns = (int) rows.columns();
    int inner = (int) rows.inner();
    float[] collected = inner == 1 ? y : new float[SEGMENT];
    for (int i = from; i < end; i++) {
      int column = i % segments * SEGMENT;
      int count = Math.min(SEGMENT, columns - column);
      int at = (int) rows.first(i / segments) + column * inner;
      for (int c = 0; inner > 1 && c < count; c++) {
        collected[c] = y[at + c * inner];
      }
      int start = inner == 1 ? at : 0;
      sums[i] = loops.segment(kind, collected, start, count);
      largest[i] = loops.maximum(collected, start, count);
    }
  }

  /** Adds all to what was gathered before. Rows with NaN are none. */
  void total(Totals totals) {
    for (int row = 0; row < entropies.length; row++) {
      if (Float.isNaN(entropies[row])) {
        entropies[row] = 0;
        tops[row] = 0;
      } else {
        totals.count(Count.ROWS)[0]++;
        tops[row] = kind.logarithmic() ? MathScalar.exponential(tops[row]) : tops[row];
      }
    }
    totals.sum(Sum.ENTROPIES).addAll(entropies, entropies.length);
    totals.sum(Sum.TOPS).addAll(tops, tops.length);
  }
}
