package org.hillock.cpu;

import static org.hillock.op.Softmax.SEGMENT;

import org.hillock.backend.Workers;
import org.hillock.op.Softmax;

/** Softmax of one long row, whose segments are shared out among the threads, walk by walk. */
final class SharedRow {

  /** Each walk is handed over by itself, and has to be worth it. */
  private static final int WALKS = 3;

  private final Workers workers;
  private final RowWays<RowLoops> along;

  SharedRow(Workers workers, RowWays<RowLoops> along) {
    this.workers = workers;
    this.along = along;
  }

  /** The softmax of a row, each element of which takes so many picoseconds. */
  void forward(Softmax softmax, float[] x, float[] y, int at, int columns, int cost) {
    Pool<RowLoops> pool = along.of(softmax, false, columns);
    int parts = parts(columns, cost);
    float[] maxima = new float[parts];
    share(
        pool,
        columns,
        parts,
        (loops, part, from, count) -> maxima[part] = loops.maximum(x, at + from, count));
    float maximum = maxima[0];
    for (float m : maxima) {
      maximum = RowLoops.larger(maximum, m);
    }
    float all = maximum;
    float[] sums = new float[RowLoops.segments(columns)];
    share(
        pool,
        columns,
        parts,
        (loops, part, from, count) ->
            loops.exponentials(softmax, x, y, at + from, count, all, sums, from / SEGMENT));
    float sum = RowLoops.total(sums, sums.length);
    share(
        pool,
        columns,
        parts,
        (loops, part, from, count) -> loops.results(softmax, x, y, at + from, count, all, sum));
  }

  /** The gradient of a row, each element of which takes so many picoseconds. */
  void backward(Softmax softmax, float[] y, float[] dy, float[] dx, int at, int columns, int cost) {
    Pool<RowLoops> pool = along.of(softmax, true, columns);
    int parts = parts(columns, cost);
    float[] sums = new float[RowLoops.segments(columns)];
    share(
        pool,
        columns,
        parts,
        (loops, part, from, count) ->
            loops.gradientSums(softmax, y, dy, at + from, count, sums, from / SEGMENT));
    float sum = RowLoops.total(sums, sums.length);
    share(
        pool,
        columns,
        parts,
        (loops, part, from, count) -> loops.gradients(softmax, y, dy, dx, at + from, count, sum));
  }

  private int parts(int columns, int cost) {
    return Math.min(workers.parts(columns, cost / WALKS), RowLoops.segments(columns));
  }

  /** Visits a row in stretches of whole segments, of which it has at least as many as parts. */
  private void share(Pool<RowLoops> pool, int columns, int parts, Visitor visitor) {
    int segments = RowLoops.segments(columns);
    workers.run(
        parts,
        part -> {
          int from = (int) ((long) segments * part / parts) * SEGMENT;
          int next = (int) ((long) segments * (part + 1) / parts);
          int count = next == segments ? columns - from : next * SEGMENT - from;
          RowLoops loops = pool.take();
          visitor.visit(loops, part, from, count);
          pool.giveBack(loops);
        });
  }

  private interface Visitor {
    void visit(RowLoops loops, int part, int from, int count);
  }
}
