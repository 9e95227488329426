package org.hillock.cpu;

import static org.hillock.op.Softmax.SEGMENT;

import java.util.function.Consumer;
import java.util.function.LongConsumer;
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
  private final RowWays<RowSureness> sureness;
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
      sureness = new RowWays<>(pieces, twins, RowSureness::new);
    } else {
      along = new RowWays<>(pieces, twins, meanwhile, RowLoops::new, RowLoops::sample);
      abreast = new RowWays<>(pieces, twins, meanwhile, RowsAbreast::new, RowsAbreast::sample);
      sureness = new RowWays<>(pieces, twins, meanwhile, RowSureness::new, RowSureness::sample);
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
    run(softmax, false, shape, x, x, y, null);
  }

  void backward(Softmax softmax, Shape shape, float[] y, float[] dy, float[] dx) {
    run(softmax, true, shape, y, dy, dx, null);
  }

  /** The same, with followers of the rows, which {@linkplain #isFollowed are followed}. */
  void forward(Softmax softmax, Shape shape, float[] x, float[] y, RowFollower.Maker followers) {
    run(softmax, false, shape, x, x, y, followers);
  }

  void backward(
      Softmax softmax,
      Shape shape,
      float[] y,
      float[] dy,
      float[] dx,
      RowFollower.Maker followers) {
    run(softmax, true, shape, y, dy, dx, followers);
  }

  /** Whether rows are one behind the other, and each is one thread's. */
  boolean isFollowed(Rows rows) {
    return rows.inner() == 1 && !isShared(rows.count(), (int) rows.columns());
  }

  /** The softmax of one row. */
  void forward(Softmax softmax, float[] row) {
    Pool<RowLoops> pool = along.of(softmax, false, row.length);
    RowLoops loops = pool.take();
    loops.forward(softmax, row, row, 0, row.length);
    pool.giveBack(loops);
  }

  /** Takes the loops that tell how sure rows are, for so many elements. */
  void sureness(Softmax softmax, long elements, Consumer<RowSureness> work) {
    Pool<RowSureness> pool = sureness.of(softmax, false, elements);
    RowSureness loops = pool.take();
    work.accept(loops);
    pool.giveBack(loops);
  }

  /** Either direction; forward has no gradient and does not look at it. */
  private void run(
      Softmax softmax,
      boolean backward,
      Shape shape,
      float[] in,
      float[] gradient,
      float[] out,
      RowFollower.@Nullable Maker followers) {
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
    Call call = new Call(softmax, backward, count, columns, inner, in, gradient, out);
    long units = sideBySide ? Bundles.of(count, inner).count() : count;
    int parts = (int) Math.min(workers.parts(count * columns, cost), units);
    workers.run(
        parts,
        part -> {
          long from = units * part / parts;
          long end = units * (part + 1) / parts;
          if (sideBySide) {
            bundles(call, from, end, followers);
          } else {
            rows(call, from, end, followers);
          }
        });
  }

  private void bundles(Call call, long from, long end, RowFollower.@Nullable Maker followers) {
    int columns = call.columns();
    long elements = (end - from) * RowsAbreast.WIDTH * columns;
    Pool<RowsAbreast> pool = abreast.of(call.softmax(), call.backward(), elements);
    RowsAbreast loops = pool.take().of(call.softmax(), columns, call.inner());
    Bundles bundles = Bundles.of(call.count(), call.inner());
    follow(
        call,
        from,
        end,
        RowsAbreast.WIDTH,
        followers,
        b -> {
          if (call.backward()) {
            loops.backward(
                bundles.first(b), bundles.rows(b), call.in(), call.gradient(), call.out());
          } else {
            loops.forward(bundles.first(b), bundles.rows(b), call.in(), call.out());
          }
        });
    pool.giveBack(loops);
  }

  private void rows(Call call, long from, long end, RowFollower.@Nullable Maker followers) {
    int columns = call.columns();
    int inner = call.inner();
    Pool<RowLoops> pool = along.of(call.softmax(), call.backward(), (end - from) * columns);
    RowLoops loops = pool.take();
    follow(
        call,
        from,
        end,
        1,
        followers,
        r -> {
          int at = first(r, columns, inner);
          if (call.backward()) {
            loops.backward(
                call.softmax(), call.in(), call.gradient(), call.out(), at, columns, inner);
          } else {
            loops.forward(call.softmax(), call.in(), call.out(), at, columns, inner);
          }
        });
    pool.giveBack(loops);
  }

  /** Computes units of so many rows each, some at a time, each followed. */
  private static void follow(
      Call call,
      long from,
      long end,
      int rows,
      RowFollower.@Nullable Maker followers,
      LongConsumer unit) {
    if (followers == null) {
      for (long u = from; u < end; u++) {
        unit.accept(u);
      }
      return;
    }
    int last = (int) Math.min(call.count(), end * rows);
    RowFollower follower = followers.of((int) (from * rows));
    long step = Math.max(1, RowFollower.ELEMENTS / rows / call.columns());
    for (long start = from; start < end; start += step) {
      long stop = Math.min(start + step, end);
      for (long u = start; u < stop; u++) {
        unit.accept(u);
      }
      follower.follow((int) (start * rows), (int) Math.min(last, stop * rows));
    }
    follower.finish();
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

  /** A call; forward does not look at the gradient. */
  @SuppressWarnings("ArrayRecordComponent") // the caller's data
  private record Call(
      Softmax softmax,
      boolean backward,
      long count,
      int columns,
      int inner,
      float[] in,
      float[] gradient,
      float[] out) {}

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
