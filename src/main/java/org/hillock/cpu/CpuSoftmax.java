package org.hillock.cpu;

import static org.hillock.op.Softmax.SEGMENT;

import org.hillock.op.Rows;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;

/**
 * Softmax and log-softmax as {@link Softmax} defines them. How rows are walked is chosen by their
 * shape, the bits are the same: short or interleaved rows {@linkplain RowsAbreast side by side},
 * others {@linkplain RowLoops along} the row, and a few long ones with their segments shared out
 * among the threads.
 */
final class CpuSoftmax {

  /** Up to this many columns, turning a row costs less than the steps behind each row. */
  private static final int SHORT = 128;

  /** From this many columns on, a row is worth sharing out. */
  private static final int LONG = 16 * SEGMENT;

  /** What an element takes, about: its exponential, its lane's sum, its scaling. */
  private static final int FORWARD_OPERATIONS = 64;

  private static final int BACKWARD_OPERATIONS = 16;

  private final Workers workers;
  private final Pool<RowLoops> along;
  private final Pool<RowsAbreast> abreast;

  CpuSoftmax(SoftmaxMaps maps, Workers workers) {
    this.workers = workers;
    this.along = new Pool<>(2 * workers.threads(), () -> new RowLoops(maps));
    this.abreast = new Pool<>(2 * workers.threads(), () -> new RowsAbreast(maps));
  }

  void forward(Softmax softmax, Shape shape, float[] x, float[] y) {
    Rows rows = softmax.rows(shape);
    if (isAbreast(rows)) {
      int parts = parts(rows, bundles(rows), FORWARD_OPERATIONS);
      workers.run(
          parts,
          part -> {
            RowsAbreast loops = abreast.take();
            eachBundle(
                rows,
                part,
                parts,
                (first, count) -> loops.forward(softmax, rows, first, count, x, y));
            abreast.giveBack(loops);
          });
      return;
    }
    int columns = (int) rows.columns();
    if (isShared(rows)) {
      for (int r = 0; r < rows.count(); r++) {
        sharedForward(softmax, x, y, r * columns, columns);
      }
      return;
    }
    int parts = parts(rows, rows.count(), FORWARD_OPERATIONS);
    workers.run(
        parts,
        part -> {
          RowLoops loops = along.take();
          int end = end(rows.count(), part, parts);
          for (int r = end(rows.count(), part - 1, parts); r < end; r++) {
            loops.forward(softmax, x, y, r * columns, columns);
          }
          along.giveBack(loops);
        });
  }

  void backward(Softmax softmax, Shape shape, float[] y, float[] dy, float[] dx) {
    Rows rows = softmax.rows(shape);
    if (isAbreast(rows)) {
      int parts = parts(rows, bundles(rows), BACKWARD_OPERATIONS);
      workers.run(
          parts,
          part -> {
            RowsAbreast loops = abreast.take();
            eachBundle(
                rows,
                part,
                parts,
                (first, count) -> loops.backward(softmax, rows, first, count, y, dy, dx));
            abreast.giveBack(loops);
          });
      return;
    }
    int columns = (int) rows.columns();
    if (isShared(rows)) {
      for (int r = 0; r < rows.count(); r++) {
        sharedBackward(softmax, y, dy, dx, r * columns, columns);
      }
      return;
    }
    int parts = parts(rows, rows.count(), BACKWARD_OPERATIONS);
    workers.run(
        parts,
        part -> {
          RowLoops loops = along.take();
          int end = end(rows.count(), part, parts);
          for (int r = end(rows.count(), part - 1, parts); r < end; r++) {
            loops.backward(softmax, y, dy, dx, r * columns, columns);
          }
          along.giveBack(loops);
        });
  }

  /** A row whose segments are shared out, walk by walk. */
  private void sharedForward(Softmax softmax, float[] x, float[] y, int at, int columns) {
    float[] maxima = new float[workers.parts(columns, FORWARD_OPERATIONS)];
    eachStretch(
        columns,
        maxima.length,
        (loops, part, from, count) -> maxima[part] = loops.maximum(x, at + from, count));
    float all = Float.NEGATIVE_INFINITY;
    for (float m : maxima) {
      all = RowLoops.larger(all, m);
    }
    float maximum = all;
    float[] sums = new float[RowLoops.segments(columns)];
    eachStretch(
        columns,
        maxima.length,
        (loops, part, from, count) ->
            loops.exponentials(softmax, x, y, at + from, count, maximum, sums, from / SEGMENT));
    float sum = RowLoops.total(sums, sums.length);
    eachStretch(
        columns,
        maxima.length,
        (loops, part, from, count) -> loops.results(softmax, x, y, at + from, count, maximum, sum));
  }

  private void sharedBackward(
      Softmax softmax, float[] y, float[] dy, float[] dx, int at, int columns) {
    int parts = workers.parts(columns, BACKWARD_OPERATIONS);
    float[] sums = new float[RowLoops.segments(columns)];
    eachStretch(
        columns,
        parts,
        (loops, part, from, count) ->
            loops.gradientSums(softmax, y, dy, at + from, count, sums, from / SEGMENT));
    float sum = RowLoops.total(sums, sums.length);
    eachStretch(
        columns,
        parts,
        (loops, part, from, count) -> loops.gradients(softmax, y, dy, dx, at + from, count, sum));
  }

  /** Visits a row in stretches of whole segments. */
  private void eachStretch(int columns, int parts, StretchVisitor visitor) {
    int segments = RowLoops.segments(columns);
    workers.run(
        parts,
        part -> {
          int from = end(segments, part - 1, parts) * SEGMENT;
          int end = Math.min(end(segments, part, parts) * SEGMENT, columns);
          if (from < end) {
            RowLoops loops = along.take();
            visitor.visit(loops, part, from, end - from);
            along.giveBack(loops);
          }
        });
  }

  private static boolean isAbreast(Rows rows) {
    return !rows.contiguous() || (rows.columns() <= SHORT && rows.count() >= RowsAbreast.RUN);
  }

  /** Whether rows are too few to keep every thread busy with rows of its own. */
  private boolean isShared(Rows rows) {
    return rows.columns() >= LONG && rows.count() < 2L * workers.threads();
  }

  private int parts(Rows rows, long most, int operations) {
    int useful = workers.parts(rows.count() * rows.columns(), operations);
    return (int) Math.min(useful, most);
  }

  /** Rows are bundled within a run of interleaved ones, where such runs are long enough. */
  private static long bundles(Rows rows) {
    return rows.inner() >= RowsAbreast.RUN
        ? rows.outer() * divideUp(rows.inner(), RowsAbreast.WIDTH)
        : divideUp(rows.count(), RowsAbreast.WIDTH);
  }

  private static void eachBundle(Rows rows, int part, int parts, BundleVisitor visitor) {
    long run = rows.inner() >= RowsAbreast.RUN ? rows.inner() : rows.count();
    long bundlesOfRun = divideUp(run, RowsAbreast.WIDTH);
    long bundles = bundles(rows);
    long end = bundles * (part + 1) / parts;
    for (long b = bundles * part / parts; b < end; b++) {
      long from = b % bundlesOfRun * RowsAbreast.WIDTH;
      visitor.visit(b / bundlesOfRun * run + from, (int) Math.min(RowsAbreast.WIDTH, run - from));
    }
  }

  private static int end(long all, int part, int parts) {
    return (int) (all * (part + 1) / parts);
  }

  private static long divideUp(long number, long divisor) {
    return (number + divisor - 1) / divisor;
  }

  private interface BundleVisitor {
    void visit(long first, int count);
  }

  private interface StretchVisitor {
    void visit(RowLoops loops, int part, int from, int count);
  }
}
