package org.hillock.cpu;

import static org.hillock.op.Softmax.SEGMENT;

import java.util.function.Consumer;
import org.hillock.op.Rows;

/**
 * Softmax over rows on several threads: many rows are shared out whole, a few long ones segment by
 * segment. The order of the sums is that of {@link org.hillock.op.Softmax} either way.
 */
final class CpuSoftmax {

  /** What an element takes, about: its exponential, its lane's sum, its scaling. */
  private static final int OPERATIONS = 40;

  private final SoftmaxMaps maps;
  private final Workers workers;

  CpuSoftmax(SoftmaxMaps maps, Workers workers) {
    this.maps = maps;
    this.workers = workers;
  }

  void forward(Rows rows, float inverseT, float[] x, float[] y) {
    schedule(rows, row -> forward(row, inverseT, x, y));
  }

  void backward(Rows rows, float inverseT, float[] y, float[] dy, float[] dx) {
    schedule(rows, row -> backward(row, inverseT, y, dy, dx));
  }

  private void forward(Row row, float inverseT, float[] x, float[] y) {
    float[] maxima = new float[row.segments()];
    float[] sums = new float[row.segments()];
    int stride = row.stride;
    row.eachSegment((loops, s, at, count) -> maxima[s] = loops.maximum(x, at, stride, count));
    float maximum = Float.NEGATIVE_INFINITY;
    for (float m : maxima) {
      maximum = SegmentLoops.larger(maximum, m);
    }
    float rowMaximum = maximum;
    row.eachSegment(
        (loops, s, at, count) ->
            sums[s] = loops.exponentials(x, y, at, stride, count, rowMaximum, inverseT));
    float sum = total(sums);
    if (sum >= 1) {
      float reciprocal = maps.softmaxReciprocal(sum);
      row.eachSegment((loops, s, at, count) -> loops.scale(y, at, stride, count, reciprocal));
    } else {
      row.eachSegment((loops, s, at, count) -> loops.fillNaN(y, at, stride, count));
    }
  }

  private void backward(Row row, float inverseT, float[] y, float[] dy, float[] dx) {
    float[] sums = new float[row.segments()];
    int stride = row.stride;
    row.eachSegment((loops, s, at, count) -> sums[s] = loops.dot(y, dy, at, stride, count));
    float dot = total(sums);
    row.eachSegment(
        (loops, s, at, count) -> loops.slope(y, dy, dx, at, stride, count, dot, inverseT));
  }

  private static float total(float[] sums) {
    float total = 0;
    for (float sum : sums) {
      total += sum;
    }
    return total;
  }

  private void schedule(Rows rows, Consumer<Row> work) {
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
  private final class Row {

    private final int first;
    private final int stride;
    private final int columns;
    private final SegmentLoops own;
    private final boolean shared;

    Row(Rows rows, long row, SegmentLoops own, boolean shared) {
      this.first = (int) rows.first(row);
      this.stride = (int) rows.inner();
      this.columns = (int) rows.columns();
      this.own = own;
      this.shared = shared;
    }

    int segments() {
      return (columns - 1) / SEGMENT + 1;
    }

    void eachSegment(SegmentVisitor visitor) {
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

  private interface SegmentVisitor {
    void visit(SegmentLoops loops, int segment, int at, int count);
  }
}
