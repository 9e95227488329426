package org.hillock.cpu;

import org.jspecify.annotations.Nullable;

/**
 * What is done with each element of a call: the bias on the way in, the function; and, where a
 * result turns out not to be finite, the gathering, by itself.
 *
 * @param loops the function; null where the results are there
 * @param a the function's parameter
 * @param bias the bias, repeated so that no run of elements wraps around; or null
 * @param period how many numbers it has
 * @param segments multiplies
 * @param edges where the function is saturated; null where nothing is gathered
 * @param soundness tells which results of a softmax come from finite input; null for others
 */
@SuppressWarnings("ArrayRecordComponent") // shared with nobody who writes
record ElementWork(
    @Nullable ActivationLoops loops,
    float a,
    float @Nullable [] bias,
    int period,
    SegmentLoops segments,
    @Nullable Edges edges,
    @Nullable Soundness soundness) {

  /**
   * Computes so many neighbours, a page at a time; the next is {@linkplain Pages touched} before.
   *
   * @param next the element that comes behind them
   */
  void computeAll(Piece p, int at, int count, int own, int next, Strip strip) {
    int some;
    for (int done = 0; done < count; done += some) {
      some = Math.min(Pages.PAGE, count - done);
      touch(p, done + some < count ? at + done + some : next);
      compute(p, at + done, some, own + done, strip);
    }
  }

  /** Has the page of elements fetched that begins at one. */
  private void touch(Piece p, int at) {
    int count = Math.min(Pages.PAGE, p.count() - at);
    if (p.count() >= Pages.LARGE && count > 0) {
      int bits = Pages.touch(p.out(), p.outFrom() + at, count);
      if (loops != null) {
        float[] dy = p.dy();
        bits += p.isOverInput() ? 0 : Pages.touch(p.x(), p.xFrom() + at, count);
        bits += dy == null ? 0 : Pages.touch(dy, p.dyFrom() + at, count);
      }
      Pages.keep(bits);
    }
  }

  /**
   * Computes so many neighbours, a page at most. With statistics, backward keeps the slopes too.
   *
   * @param own where they are in the thread's scratch memory
   */
  private void compute(Piece p, int at, int count, int own, Strip strip) {
    if (loops == null) {
      return;
    }
    float[] v = p.x();
    int vAt = p.xFrom() + at;
    boolean keep = edges != null && p.isOverInput();
    if (bias != null) {
      if (keep) {
        System.arraycopy(p.x(), vAt, strip.x, own, count);
      }
      addBias(bias, (int) ((p.first() + at) % period), p.x(), vAt, strip.v, own, count);
      v = strip.v;
      vAt = own;
    } else if (keep) {
      System.arraycopy(p.x(), vAt, strip.v, own, count);
      v = strip.v;
      vAt = own;
    }
    float[] dy = p.dy();
    int outAt = p.outFrom() + at;
    if (dy == null) {
      loops.forward(v, vAt, p.out(), outAt, count, a);
    } else if (edges == null) {
      loops.backward(v, vAt, dy, p.dyFrom() + at, p.out(), outAt, count, a);
    } else {
      int dyAt = p.dyFrom() + at;
      if (p.isOverGradient()) {
        System.arraycopy(dy, dyAt, strip.dy, own, count);
      }
      loops.backward(v, vAt, strip.ones, 0, strip.slopes, own, count, a);
      segments.multiply(dy, dyAt, strip.slopes, own, p.out(), outAt, count);
    }
  }

  private static void addBias(
      float[] bias, int from, float[] x, int xFrom, float[] v, int vFrom, int count) {
    for (int i = 0; i < count; i++) {
      v[vFrom + i] = x[xFrom + i] + bias[from + i];
    }
  }

  /** Whether what goes into the function is in scratch memory. */
  boolean isKept(Piece p) {
    return bias != null || p.isOverInput();
  }

  /**
   * Gathers an element that has been computed once more.
   *
   * @param own where it is in scratch memory
   * @param lane the column where it is added up
   * @param column the column where it is counted
   */
  void redo(Piece p, int at, int own, Strip strip, Gathering to, int lane, int column) {
    if (edges == null) {
      return;
    }
    Columns columns = to.columns();
    boolean kept = p.isOverInput();
    float x = !kept ? p.x()[p.xFrom() + at] : bias == null ? strip.v[own] : strip.x[own];
    boolean sound = Float.isFinite(x);
    float v = x;
    if (bias != null) {
      v = strip.v[own];
      sound &= Float.isFinite(bias[(int) ((p.first() + at) % period)]);
    }
    columns.odd[column] += edges.isOdd(v) ? 1 : 0;
    float[] gradients = p.dy();
    if (gradients != null) {
      float slope = strip.slopes[own];
      if (Float.isFinite(slope)) {
        columns.slopes[lane] += Math.abs(slope);
      } else {
        to.lose(column);
      }
      float dy = p.isOverGradient() ? strip.dy[own] : gradients[p.dyFrom() + at];
      if (Float.isFinite(dy)) {
        columns.gradients[lane] = Math.fma(dy, dy, columns.gradients[lane]);
      } else {
        sound = false;
      }
    }
    float r = p.out()[p.outFrom() + at];
    columns.others[column] += r == 0 ? 0 : 1;
    if (Float.isFinite(r)) {
      columns.result(lane, column, r);
    } else {
      long index = p.first() + at;
      to.note(column, r, index, soundness == null ? sound : soundness.of(index));
    }
  }
}
