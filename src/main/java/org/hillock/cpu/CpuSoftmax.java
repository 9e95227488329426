package org.hillock.cpu;

import static org.hillock.op.Softmax.SEGMENT;

import org.hillock.backend.Workers;
import org.hillock.op.Rows;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.jspecify.annotations.Nullable;

/**
 * Softmax and log-softmax as {@link Softmax} defines them. How rows are walked is chosen by their
 * shape, the bits are the same: short or interleaved rows {@linkplain RowsAbreast side by side},
 * others {@linkplain RowLoops along} the row, and a few long ones with their segments {@linkplain
 * SharedRow shared out} among the threads.
 */
final class CpuSoftmax {

  /** Up to this many columns, turning rows costs less than the steps between the walks of each. */
  private static final int SHORT = 128;

  /** From this many columns on, a row is worth sharing out. */
  private static final int LONG = 16 * SEGMENT;

  /** What an element takes, about: its exponential, its lane's sum, its scaling. */
  private static final int FORWARD_OPERATIONS = 64;

  private static final int BACKWARD_OPERATIONS = 16;

  private final Workers workers;
  private final RowWays<RowLoops> along;
  private final RowWays<RowsAbreast> abreast;
  private final SharedRow shared;
  private final int forwardCost;
  private final int backwardCost;

  /** Softmax by some twins, and by others until those are warm. */
  CpuSoftmax(Twins twins, @Nullable Twins meanwhile, Workers workers) {
    this.workers = workers;
    int pieces = 2 * workers.threads();
    if (meanwhile == null) {
      along = new RowWays<>(pieces, twins, RowLoops::new);
      abreast = new RowWays<>(pieces, twins, RowsAbreast::new);
    } else {
      along = new RowWays<>(pieces, twins, meanwhile, RowLoops::new, RowLoops::sample);
      abreast = new RowWays<>(pieces, twins, meanwhile, RowsAbreast::new, RowsAbreast::sample);
    }
    this.shared = new SharedRow(workers, along);
    this.forwardCost = CpuBackend.picoseconds(FORWARD_OPERATIONS, twins.lanes());
    this.backwardCost = CpuBackend.picoseconds(BACKWARD_OPERATIONS, twins.lanes());
  }

  /** What an element takes forward, in picoseconds. */
  int forwardCost() {
    return forwardCost;
  }

  /** What an element takes backward, in picoseconds. */
  int backwardCost() {
    return backwardCost;
  }

  void forward(Softmax softmax, Shape shape, float[] x, float[] y) {
    run(softmax, false, shape, x, x, y);
  }

  void backward(Softmax softmax, Shape shape, float[] y, float[] dy, float[] dx) {
    run(softmax, true, shape, y, dy, dx);
  }

  /**
   * What each segment of each row adds to its entropy, and the largest result of each: the rows one
   * behind the other, as many segments each.
   */
  void sureness(Softmax softmax, Rows rows, float[] y, float[] sums, float[] tops) {
    int columns = (int) rows.columns();
    int inner = (int) rows.inner();
    int segments = RowLoops.segments(columns);
    int parts = Math.min(workers.parts(rows.count() * columns, forwardCost), sums.length);
    workers.run(
        parts,
        part -> {
          int from = (int) ((long) sums.length * part / parts);
          int end = (int) ((long) sums.length * (part + 1) / parts);
          Pool<RowLoops> pool = along.of(softmax, false, (long) (end - from) * SEGMENT);
          RowLoops loops = pool.take();
          float[] collected = inner == 1 ? y : new float[SEGMENT];
          for (int i = from; i < end; i++) {
            int column = i % segments * SEGMENT;
            int count = Math.min(SEGMENT, columns - column);
            int at = first(i / segments, columns, inner) + column * inner;
            for (int c = 0; inner > 1 && c < count; c++) {
              collected[c] = y[at + c * inner];
            }
            int start = inner == 1 ? at : 0;
            sums[i] = loops.surprise(softmax, collected, start, count);
            tops[i] = loops.maximum(collected, start, count);
          }
          pool.giveBack(loops);
        });
  }

  /** Either direction; forward has no gradient and does not look at it. */
  private void run(
      Softmax softmax, boolean backward, Shape shape, float[] in, float[] gradient, float[] out) {
    Rows rows = softmax.rows(shape);
    long count = rows.count();
    int columns = (int) rows.columns();
    int inner = (int) rows.inner();
    int cost = backward ? backwardCost : forwardCost;
    boolean sideBySide = isAbreast(count, columns, inner);
    if (!sideBySide && inner == 1 && isShared(count, columns)) {
      for (int r = 0; r < count; r++) {
        if (backward) {
          shared.backward(softmax, in, gradient, out, r * columns, columns, cost);
        } else {
          shared.forward(softmax, in, out, r * columns, columns, cost);
        }
      }
      return;
    }
    long units = sideBySide ? Bundles.of(count, inner).count() : count;
    int parts = (int) Math.min(workers.parts(count * columns, cost), units);
    if (parts == 1) {
      walk(softmax, backward, sideBySide, count, columns, inner, 0, units, in, gradient, out);
      return;
    }
    workers.run(
        parts,
        part -> {
          long from = units * part / parts;
          long end = units * (part + 1) / parts;
          walk(softmax, backward, sideBySide, count, columns, inner, from, end, in, gradient, out);
        });
  }

  /** Bundles of rows, or rows, from one to another. */
  private void walk(
      Softmax softmax,
      boolean backward,
      boolean sideBySide,
      long count,
      int columns,
      int inner,
      long from,
      long end,
      float[] in,
      float[] gradient,
      float[] out) {
    if (sideBySide) {
      long elements = (end - from) * RowsAbreast.WIDTH * columns;
      Pool<RowsAbreast> pool = abreast.of(softmax, backward, elements);
      RowsAbreast loops = pool.take().of(softmax, columns, inner);
      Bundles bundles = Bundles.of(count, inner);
      for (long b = from; b < end; b++) {
        if (backward) {
          loops.backward(bundles.first(b), bundles.rows(b), in, gradient, out);
        } else {
          loops.forward(bundles.first(b), bundles.rows(b), in, out);
        }
      }
      pool.giveBack(loops);
      return;
    }
    Pool<RowLoops> pool = along.of(softmax, backward, (end - from) * columns);
    RowLoops loops = pool.take();
    for (long r = from; r < end; r++) {
      int at = first(r, columns, inner);
      if (backward) {
        loops.backward(softmax, in, gradient, out, at, columns, inner);
      } else {
        loops.forward(softmax, in, out, at, columns, inner);
      }
    }
    pool.giveBack(loops);
  }

  /** Where a row begins whose columns are {@code inner} apart. */
  private static int first(long row, int columns, int inner) {
    return (int) (row / inner * columns * inner + row % inner);
  }

  /** Whether rows are short or interleaved, and enough of them stand side by side. */
  private static boolean isAbreast(long count, int columns, int inner) {
    long together = inner >= RowsAbreast.RUN ? inner : count;
    return together >= RowsAbreast.RUN && (inner > 1 || columns <= SHORT);
  }

  /** Whether rows are too few to keep every thread busy with rows of its own. */
  private boolean isShared(long count, int columns) {
    return columns >= LONG && count < 2L * workers.threads();
  }

  /**
   * Rows in bundles of neighbours, within a run of interleaved ones where such runs are long
   * enough.
   */
  private record Bundles(long run, long ofRun, long count) {

    static Bundles of(long rows, int inner) {
      long run = inner >= RowsAbreast.RUN ? inner : rows;
      long ofRun = (run - 1) / RowsAbreast.WIDTH + 1;
      return new Bundles(run, ofRun, rows / run * ofRun);
    }

    /** The first row of a bundle. */
    long first(long bundle) {
      return bundle / ofRun * run + bundle % ofRun * RowsAbreast.WIDTH;
    }

    /** How many rows a bundle has. */
    int rows(long bundle) {
      return (int) Math.min(RowsAbreast.WIDTH, run - bundle % ofRun * RowsAbreast.WIDTH);
    }
  }
}
