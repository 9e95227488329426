package org.hillock.cpu;

import org.hillock.backend.Totals;
import org.hillock.backend.Workers;
import org.hillock.insight.Watch;
import org.jspecify.annotations.Nullable;

/**
 * A call with a bias or with statistics, whose elements are those of one tensor: how its segments
 * are shared out among the threads, and gathered in the order that {@link Watch} defines.
 *
 * @param workers the threads
 * @param pool their scratch memory
 * @param work what is done with an element
 * @param cost what that takes, in picoseconds
 * @param loops gathers
 * @param sample counts the histogram
 * @param totals what is gathered, but for the sums; or null
 * @param numbers the sums of each segment; or null
 */
record SegmentPass(
    Workers workers,
    Pool<Strip> pool,
    ElementWork work,
    int cost,
    SegmentLoops loops,
    Sample sample,
    @Nullable Totals totals,
    @Nullable Numbers numbers) {

  /** Computes, and gathers. */
  void run(Piece p) {
    int segments = (p.count() - 1) / Watch.SEGMENT + 1;
    int parts = Math.min(workers.parts(p.count(), cost), segments);
    workers.run(
        parts,
        part -> {
          int from = (int) ((long) segments * part / parts) * Watch.SEGMENT;
          int next = (int) ((long) segments * (part + 1) / parts);
          int end = (int) Math.min(p.count(), (long) next * Watch.SEGMENT);
          Strip strip = pool.take();
          if (totals == null || numbers == null || work.edges() == null) {
            compute(p, from, end, strip);
          } else {
            gather(p, from, end, strip, totals, numbers, work.edges());
          }
          pool.giveBack(strip);
        });
  }

  private void compute(Piece p, int from, int end, Strip strip) {
    int count;
    for (int at = from; at < end; at += count) {
      count = Math.min(Watch.SEGMENT, end - at);
      work.computeAll(p, at, count, 0, at + count, strip);
    }
  }

  private void gather(
      Piece p, int from, int end, Strip strip, Totals to, Numbers sums, Edges edges) {
    Gathering gathering = strip.gatherings[0];
    gathering.clear(Watch.LANES);
    gathering.pivots(to.pivots(), 0, 1);
    int count;
    for (int at = from; at < end; at += count) {
      count = Math.min(Watch.SEGMENT, end - at);
      gather(p, at, count, strip, sums, edges);
      sample.count(p, at, count, strip.histogram);
    }
    synchronized (to) {
      gathering.flush(to, edges, 0, 1, end - from, sums.isBackward());
      Strip.flush(strip.histogram, to);
    }
  }

  private void gather(Piece p, int at, int count, Strip strip, Numbers sums, Edges edges) {
    Gathering gathering = strip.gatherings[0];
    int segment = (int) ((p.first() + at) / Watch.SEGMENT);
    gathering.next().clearSums(Watch.LANES);
    gathering.next().count(gathering.columns());
    work.computeAll(p, at, count, 0, at + count, strip);
    gather(p, at, count, strip, edges);
    if (fold(gathering.next(), sums, segment)) {
      gathering.keep();
      return;
    }
    gathering.columns().clearSums(Watch.LANES);
    for (int own = 0; own < count; own++) {
      work.redo(p, at + own, own, strip, gathering, own % Watch.LANES, 0);
    }
    fold(gathering.columns(), sums, segment);
  }

  /** Gathers as if all numbers were finite. */
  private void gather(Piece p, int at, int count, Strip strip, Edges edges) {
    Columns columns = strip.gatherings[0].next();
    boolean kept = work.isKept(p);
    float[] v = kept ? strip.v : p.x();
    columns.odd[0] += odd(edges, v, kept ? 0 : p.xFrom() + at, count);
    float[] dy = p.dy();
    if (dy != null) {
      boolean keptToo = p.isOverGradient();
      float[] from = keptToo ? strip.dy : dy;
      loops.gradients(strip.slopes, 0, from, keptToo ? 0 : p.dyFrom() + at, count, columns);
    }
    float[] r = p.out();
    int rAt = p.outFrom() + at;
    float least = columns.least(0);
    float most = columns.most(0);
    if (!loops.results(r, rAt, count, columns.pivots[0], least, most, columns)) {
      loops.extent(r, rAt, count, columns);
      least = columns.least(0);
      most = columns.most(0);
    }
    boolean noneIsZero = least > 0 || most < 0;
    columns.others[0] += noneIsZero ? count : loops.others(r, rAt, count);
  }

  private int odd(Edges edges, float[] v, int from, int count) {
    if (edges.isFew()) {
      return loops.odd(v, from, count, edges);
    }
    int odd = 0;
    for (int i = 0; edges.at().length > 0 && i < count; i++) {
      odd += edges.isOdd(v[from + i]) ? 1 : 0;
    }
    return odd;
  }

  /** Keeps a segment's sums; whether all results were finite. */
  private boolean fold(Columns columns, Numbers sums, int segment) {
    loops.fold(columns.sums);
    loops.fold(columns.squares);
    sums.results[segment] = columns.sums[0];
    sums.squares[segment] = columns.squares[0];
    if (sums.isBackward()) {
      loops.fold(columns.slopes);
      loops.fold(columns.gradients);
      sums.slopes[segment] = columns.slopes[0];
      sums.gradients[segment] = columns.gradients[0];
    }
    return Float.isFinite(columns.sums[0]);
  }
}
