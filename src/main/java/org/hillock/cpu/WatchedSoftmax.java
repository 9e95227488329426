package org.hillock.cpu;

import java.util.Arrays;
import org.hillock.backend.HostStatistics;
import org.hillock.backend.Totals;
import org.hillock.backend.Totals.Count;
import org.hillock.backend.Totals.Sum;
import org.hillock.backend.Workers;
import org.hillock.insight.Saturation;
import org.hillock.insight.Watch;
import org.hillock.op.Rows;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.jspecify.annotations.Nullable;

/**
 * Softmax with statistics, on arrays: the plain call, and walks over what it reads and writes.
 * {@link org.hillock.backend.Observed} is what it all means.
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
      boolean[] sound = x == y ? sound(rows, x, null) : null;
      softmax.forward(kind, shape, x, y);
      if (totals.calls() == 0) {
        totals.pivots()[0] = Float.isFinite(y[0]) ? y[0] : 0;
      }
      results(stats, y, new Soundness(rows, x, null, sound));
      sureness(kind, rows, y, totals);
    }
    totals.called(shape.size());
  }

  void backward(
      Softmax kind, Shape shape, float[] y, float[] dy, float[] dx, HostStatistics stats) {
    Totals totals = stats.totals();
    if (shape.size() > 0) {
      Rows rows = kind.rows(shape);
      boolean[] sound = dx == y || dx == dy ? sound(rows, y, dy) : null;
      float[] squares = squares(dy);
      softmax.backward(kind, shape, y, dy, dx);
      results(stats, dx, new Soundness(rows, y, dy, sound));
      totals.sum(Sum.GRADIENTS).addAll(squares, squares.length);
    }
    totals.called(shape.size());
  }

  /** Gathers results as those of an activation that has been computed. */
  private void results(HostStatistics stats, float[] r, Soundness soundness) {
    Numbers numbers = new Numbers((r.length - 1) / Watch.SEGMENT + 1, 1, false);
    ElementWork work = new ElementWork(null, 0, null, 1, segments, NO_EDGES, soundness);
    SegmentPass pass =
        new SegmentPass(
            workers,
            pool,
            work,
            CpuBackend.TRANSFER,
            segments,
            new Sample(stats.watch().histogram()),
            stats.totals(),
            numbers);
    pass.run(new Piece(r, 0, null, 0, r, 0, 0, r.length));
    numbers.total(stats.totals());
  }

  /** Each segment's sum of squares of what is finite. */
  private float[] squares(float[] dy) {
    float[] squares = new float[(dy.length - 1) / Watch.SEGMENT + 1];
    int parts = Math.min(workers.parts(dy.length, CpuBackend.TRANSFER), squares.length);
    workers.run(
        parts,
        part -> {
          float[] lanes = new float[Watch.LANES];
          int end = (int) ((long) squares.length * (part + 1) / parts);
          for (int s = (int) ((long) squares.length * part / parts); s < end; s++) {
            int at = s * Watch.SEGMENT;
            squares[s] = squares(dy, at, Math.min(Watch.SEGMENT, dy.length - at), lanes);
          }
        });
    return squares;
  }

  private float squares(float[] dy, int at, int count, float[] lanes) {
    Arrays.fill(lanes, 0);
    maps.softmaxProductAdded(lanes, 0, dy, at, dy, at, Watch.LANES, count);
    segments.fold(lanes);
    if (!Float.isFinite(lanes[0])) {
      Arrays.fill(lanes, 0);
      for (int i = 0; i < count; i++) {
        float gradient = Float.isFinite(dy[at + i]) ? dy[at + i] : 0;
        int lane = i % Watch.LANES;
        lanes[lane] = Math.fma(gradient, gradient, lanes[lane]);
      }
      segments.fold(lanes);
    }
    return lanes[0];
  }

  private void sureness(Softmax kind, Rows rows, float[] y, Totals totals) {
    int segments = RowLoops.segments((int) rows.columns());
    int count = (int) rows.count();
    float[] sums = new float[count * segments];
    float[] tops = new float[count * segments];
    softmax.sureness(kind, rows, y, sums, tops);
    float[] entropies = new float[count];
    float[] most = new float[count];
    for (int row = 0; row < count; row++) {
      float entropy = RowLoops.total(sums, row * segments, segments);
      if (!Float.isNaN(entropy)) {
        totals.count(Count.ROWS)[0]++;
        entropies[row] = entropy;
        most[row] = top(kind, tops, row * segments, segments);
      }
    }
    totals.sum(Sum.ENTROPIES).addAll(entropies, count);
    totals.sum(Sum.TOPS).addAll(most, count);
  }

  private static float top(Softmax kind, float[] tops, int first, int segments) {
    float top = tops[first];
    for (int s = 1; s < segments; s++) {
      top = RowLoops.larger(top, tops[first + s]);
    }
    return kind.logarithmic() ? MathScalar.exponential(top) : top;
  }

  /** Which rows are finite throughout; asked for before the result overwrites them. */
  private boolean[] sound(Rows rows, float[] in, float @Nullable [] dy) {
    boolean[] sound = new boolean[(int) rows.count()];
    Soundness each = new Soundness(rows, in, dy, null);
    int parts = Math.min(workers.parts(in.length, CpuBackend.TRANSFER), sound.length);
    workers.run(
        parts,
        part -> {
          int end = (int) ((long) sound.length * (part + 1) / parts);
          for (int r = (int) ((long) sound.length * part / parts); r < end; r++) {
            sound[r] = each.row(r);
          }
        });
    return sound;
  }
}
