package org.hillock.cpu;

import org.hillock.backend.Totals;
import org.hillock.insight.Watch;

/**
 * Gathers a tensor's segments, in the order that {@link Watch} defines. A thread begins, gathers
 * whole segments, each once, and finishes.
 *
 * @param work what is done with an element
 * @param edges where the function is saturated
 * @param loops gathers
 * @param sample counts the histogram
 * @param totals what is gathered, but for the sums
 * @param numbers the sums of each segment
 */
record SegmentGather(
    ElementWork work,
    Edges edges,
    SegmentLoops loops,
    Sample sample,
    Totals totals,
    Numbers numbers) {

  /** Begins. */
  void begin(Strip strip) {
    Gathering gathering = strip.gatherings[0];
    gathering.clear(Watch.LANES);
    gathering.pivots(totals.pivots(), 0, 1);
  }

  /** Computes a segment, and gathers it. */
  void segment(Piece p, int at, int count, Strip strip) {
    Gathering gathering = strip.gatherings[0];
    int segment = (int) ((p.first() + at) / Watch.SEGMENT);
    Columns next = gathering.next();
    next.clearSums(Watch.LANES);
    next.copyCounts(gathering.columns());
    work.computeAll(p, at, count, 0, at + count, strip);
    gather(p, at, count, strip, next);
    if (fold(next, segment)) {
      gathering.keep();
    } else {
      gathering.columns().clearSums(Watch.LANES);
      for (int own = 0; own < count; own++) {
        work.redo(p, at + own, own, strip, gathering, own % Watch.LANES, 0);
      }
      fold(gathering.columns(), segment);
    }
    sample.count(p, at, count, strip.histogram);
  }

  /** Hands over what was gathered of so many elements. */
  void finish(Strip strip, int elements) {
    synchronized (totals) {
      strip.gatherings[0].flush(totals, edges, 0, 1, elements, numbers.isBackward());
      Strip.flush(strip.histogram, totals);
    }
  }

  /** Gathers as if all numbers were finite. */
  private void gather(Piece p, int at, int count, Strip strip, Columns columns) {
    boolean kept = work.isKept(p);
    columns.odd[0] += odd(kept ? strip.v : p.x(), kept ? 0 : p.xFrom() + at, count);
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
    // Hardly any segment goes beyond all before it.
    if (!loops.results(r, rAt, count, columns.pivots[0], least, most, columns)) {
      loops.extent(r, rAt, count, columns);
      least = columns.least(0);
      most = columns.most(0);
    }
    boolean noneIsZero = least > 0 || most < 0;
    columns.others[0] += noneIsZero ? count : loops.others(r, rAt, count);
  }

  private int odd(float[] v, int from, int count) {
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
  private boolean fold(Columns columns, int segment) {
    loops.fold(columns.sums);
    loops.fold(columns.squares);
    numbers.results[segment] = columns.sums[0];
    numbers.squares[segment] = columns.squares[0];
    if (numbers.isBackward()) {
      loops.fold(columns.slopes);
      loops.fold(columns.gradients);
      numbers.slopes[segment] = columns.slopes[0];
      numbers.gradients[segment] = columns.gradients[0];
    }
    return Float.isFinite(columns.sums[0]);
  }
}
