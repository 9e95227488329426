package org.hillock.cpu;

import static org.hillock.op.Softmax.SEGMENT;

import java.util.function.Consumer;
import org.hillock.op.Rows;

/**
 * Visits rows on several threads: many rows are shared out whole, a few long ones segment by
 * segment.
 */
final class CpuRows {

  /** What an element takes, about: its exponential, its lane's sum, its scaling. */
  private static final int OPERATIONS = 40;

  private final SoftmaxMaps maps;
  private final Workers workers;

  CpuRows(SoftmaxMaps maps, Workers workers) {
    this.maps = maps;
    this.workers = workers;
  }

  /** Does some work on every row. */
  void each(Rows rows, Consumer<Row> work) {
    int useful = workers.parts(rows.count() * rows.columns(), OPERATIONS);
    if (useful > 1 && rows.count() < workers.threads()) {
      SegmentLoops loops = new SegmentLoops(maps);
      for (long r = 0; r < rows.count(); r++) {
        work.accept(new Row(rows, r, loops, true));
      }
      return;
    }
    int parts = (int) Math.min(useful, rows.count());
    workers.run(
        parts,
        part -> {
          SegmentLoops loops = new SegmentLoops(maps);
          long end = rows.count() * (part + 1) / parts;
          for (long r = rows.count() * part / parts; r < end; r++) {
            work.accept(new Row(rows, r, loops, false));
          }
        });
  }

  /**
   * One row, whose segments are visited in order by this thread or shared out among the workers.
   */
  final class Row {

    private final int first;
    private final int stride;
    private final int columns;
    private final SegmentLoops own;
    private final boolean shared;

    private Row(Rows rows, long row, SegmentLoops own, boolean shared) {
      this.first = (int) rows.first(row);
      this.stride = (int) rows.inner();
      this.columns = (int) rows.columns();
      this.own = own;
      this.shared = shared;
    }

    int stride() {
      return stride;
    }

    /** Visits the segments. */
    void eachSegment(SegmentVisitor visitor) {
      visitAll((loops, segment, at, count) -> visitor.visit(loops, at, count));
    }

    /** A number of each segment. */
    float[] ofSegments(SegmentNumber number) {
      float[] numbers = new float[segments()];
      visitAll((loops, segment, at, count) -> numbers[segment] = number.of(loops, at, count));
      return numbers;
    }

    /**
     * The sum of the segments' sums, in rising order, and of what the additions round off: Knuth's
     * two-sum finds it exactly. Where the sum overflows, that is NaN and does not count.
     */
    float total(SegmentNumber sum) {
      float total = 0;
      float lost = 0;
      for (float part : ofSegments(sum)) {
        float next = total + part;
        float shift = next - total;
        lost += (total - (next - shift)) + (part - shift);
        total = next;
      }
      return Float.isNaN(lost) ? total : total + lost;
    }

    private int segments() {
      return (columns - 1) / SEGMENT + 1;
    }

    private void visitAll(NumberedVisitor visitor) {
      int segments = segments();
      int parts = shared ? workers.parts(columns, OPERATIONS) : 1;
      workers.run(
          parts,
          part -> {
            SegmentLoops loops = shared ? new SegmentLoops(maps) : own;
            int end = (int) ((long) segments * (part + 1) / parts);
            for (int s = (int) ((long) segments * part / parts); s < end; s++) {
              int from = s * SEGMENT;
              visitor.visit(loops, s, first + from * stride, Math.min(SEGMENT, columns - from));
            }
          });
    }
  }

  /** Does something with {@code count} columns, the first of which stands at {@code at}. */
  interface SegmentVisitor {
    void visit(SegmentLoops loops, int at, int count);
  }

  /** Makes a number of a segment. */
  interface SegmentNumber {
    float of(SegmentLoops loops, int at, int count);
  }

  private interface NumberedVisitor {
    void visit(SegmentLoops loops, int segment, int at, int count);
  }
}
