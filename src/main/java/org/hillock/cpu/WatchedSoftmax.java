package org.hillock.cpu;

import java.util.Arrays;
import org.hillock.backend.HostStatistics;
import org.hillock.backend.Totals;
import org.hillock.backend.Totals.Sum;
import org.hillock.backend.Workers;
import org.hillock.insight.Saturation;
import org.hillock.insight.Watch;
import org.hillock.op.Rows;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.jspecify.annotations.Nullable;

/**
 * Softmax with statistics, on arrays: gathered behind each thread as it computes rows, if they lie
 * one behind the other and each is one thread's; else in walks behind the call. {@link
 * org.hillock.backend.Observed} is what it all means.
 */
final class WatchedSoftmax {

  private static final Edges NO_EDGES = Edges.of(new Saturation(new float[0], new float[0]));

  private final CpuSoftmax softmax;
  private final SoftmaxMaps maps;
  private final SegmentLoops segments;
  private final Workers workers;
  private final Pool<Strip> pool;

  WatchedSoftmax(CpuSoftmax softmax, Twins twins, SegmentLoops segments, Workers workers) {
    this.softmax = softmax;
    this.maps = twins.softmaxMaps();
    this.segments = segments;
    this.workers = workers;
    this.pool = new Pool<>(2 * workers.threads(), Strip::ofSegment);
  }

  void forward(Softmax kind, Shape shape, float[] x, float[] y, HostStatistics stats) {
    Totals totals = stats.totals();
    if (shape.size() > 0) {
      Rows rows = kind.rows(shape);
      boolean first = totals.calls() == 0;
      CpuSureness sureness = new CpuSureness(softmax, kind, rows, y);
      Results results = results(stats, y, soundness(rows, x, null, x == y));
      if (softmax.isFollowed(rows)) {
        totals.pivots()[0] = first ? pivot(firstResult(kind, rows, x)) : totals.pivots()[0];
        FollowedRows followed = results.followed(rows, sureness, null);
        softmax.forward(kind, shape, x, y, followed);
        followed.rest();
      } else {
        softmax.forward(kind, shape, x, y);
        totals.pivots()[0] = first ? pivot(y[0]) : totals.pivots()[0];
        results.all();
        sureness.all(workers, softmax.forwardCost());
      }
      results.total();
      sureness.total(totals);
    }
    totals.called(shape.size());
  }

  private static float pivot(float result) {
    return Float.isFinite(result) ? result : 0;
  }

  /** Before any other row, as it is the pivot of all. */
  private float firstResult(Softmax kind, Rows rows, float[] x) {
    float[] row = Arrays.copyOf(x, (int) rows.columns());
    softmax.forward(kind, row);
    return row[0];
  }

  void backward(
      Softmax kind, Shape shape, float[] y, float[] dy, float[] dx, HostStatistics stats) {
    Totals totals = stats.totals();
    if (shape.size() > 0) {
      Rows rows = kind.rows(shape);
      Soundness soundness = soundness(rows, y, dy, dx == y || dx == dy);
      SquareSums squares = new SquareSums(dy, maps, segments);
      boolean isFollowed = softmax.isFollowed(rows);
      boolean early = dx == dy || !isFollowed;
      if (early) {
        squares.all(workers);
      }
      Results results = results(stats, dx, soundness);
      if (isFollowed) {
        FollowedRows followed = results.followed(rows, null, early ? null : squares);
        softmax.backward(kind, shape, y, dy, dx, followed);
        followed.rest();
      } else {
        softmax.backward(kind, shape, y, dy, dx);
        results.all();
      }
      results.total();
      totals.sum(Sum.GRADIENTS).addAll(squares.sums(), squares.sums().length);
    }
    totals.called(shape.size());
  }

  /** Gathers results as those of an activation that has been computed. */
  private Results results(HostStatistics stats, float[] r, Soundness soundness) {
    ElementWork work = new ElementWork(null, 0, null, 1, segments, NO_EDGES, soundness);
    Numbers numbers = new Numbers((r.length - 1) / Watch.SEGMENT + 1, 1, false);
    Sample sample = new Sample(stats.watch().histogram());
    Totals totals = stats.totals();
    return new Results(
        new SegmentGather(work, NO_EDGES, segments, sample, totals, numbers),
        new Piece(r, 0, null, 0, r, 0, 0, r.length));
  }

  /**
   * Which rows are finite throughout.
   *
   * @param early whether to look at all of them now, as the result is written over them
   */
  private Soundness soundness(Rows rows, float[] in, float @Nullable [] dy, boolean early) {
    Soundness soundness = new Soundness(rows, in, dy);
    int count = (int) rows.count();
    int parts = Math.min(workers.parts(in.length, CpuBackend.TRANSFER), count);
    workers.run(
        early ? parts : 0,
        part -> {
          int end = (int) ((long) count * (part + 1) / parts);
          for (int row = (int) ((long) count * part / parts); row < end; row++) {
            soundness.find(row);
          }
        });
    return soundness;
  }

  /** The results of a call, and how they are gathered. */
  private final class Results {

    private final SegmentGather gather;
    private final Piece all;

    Results(SegmentGather gather, Piece all) {
      this.gather = gather;
      this.all = all;
    }

    FollowedRows followed(Rows rows, @Nullable CpuSureness sureness, @Nullable SquareSums squares) {
      return new FollowedRows(gather, pool, all, rows, sureness, squares);
    }

    void all() {
      new SegmentPass(workers, pool, gather.work(), CpuBackend.TRANSFER, gather).run(all);
    }

    void total() {
      gather.numbers().total(gather.totals());
    }
  }
}
