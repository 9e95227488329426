package org.hillock.cpu;

import org.jspecify.annotations.Nullable;

/**
 * What is done with each tile of a call: the bias on the way in, the function, the gathering.
 *
 * @param loops the function; null where only the bias's gradient is to be added up
 * @param a the function's parameter
 * @param bias the bias, repeated so that no run of elements wraps around; or null
 * @param period how many numbers it has
 * @param gather gathers
 * @param edges where the function is saturated; null where nothing is gathered
 * @param maps adds up
 * @param columnSums whether to add up the bias's gradient
 * @param soundness tells which results of a softmax come from finite input; null for others
 */
@SuppressWarnings("ArrayRecordComponent") // shared with nobody who writes
record TileWork(
    @Nullable ActivationLoops loops,
    float a,
    float @Nullable [] bias,
    int period,
    GatherLoops gather,
    @Nullable Edges edges,
    SoftmaxMaps maps,
    boolean columnSums,
    @Nullable Soundness soundness) {

  /** Rows that are gathered together, while they are in a core's first cache. */
  private static final int ROWS = 4;

  /** Computes a tile, and gathers as if all numbers were finite. */
  void run(Piece p, Tile tile, Strip strip) {
    int width = tile.width();
    int step = Math.max(ROWS, Pages.PAGE / width / ROWS * ROWS);
    for (int row = 0; row < tile.rows(); row += step) {
      int rows = Math.min(step, tile.rows() - row);
      Tile band = new Tile(tile.at() + row * tile.stride(), tile.stride(), rows, width, 0);
      if (p.count() >= Pages.LARGE) {
        Pages.keep(touch(p, band.at() + rows * tile.stride(), band));
      }
      run(p, band, row * width, strip);
    }
    if (tile.rest() > 0) {
      int at = tile.at() + tile.rows() * tile.stride();
      run(p, new Tile(at, tile.rest(), 1, tile.rest(), 0), tile.rows() * width, strip);
    }
  }

  /** Has the elements fetched that a band like this would have from one on. */
  private static int touch(Piece p, int at, Tile band) {
    int bits = 0;
    boolean dense = band.stride() == band.width();
    int some = dense ? band.count() : band.width();
    for (int row = 0; row < (dense ? 1 : band.rows()); row++) {
      int next = at + row * band.stride();
      int count = Math.min(some, p.count() - next);
      bits += Pages.touch(p.x(), p.xFrom() + next, count);
      bits += Pages.touch(p.out(), p.outFrom() + next, count);
      bits += p.dy() == null ? 0 : Pages.touch(p.dy(), p.dyFrom() + next, count);
    }
    return bits;
  }

  /** The same for rows that are computed before they are gathered. */
  private void run(Piece p, Tile band, int own, Strip strip) {
    if (loops != null) {
      if (band.stride() == band.width()) {
        compute(loops, p, band.at(), band.count(), own, strip);
      } else {
        for (int row = 0; row < band.rows(); row++) {
          int at = band.at() + row * band.stride();
          compute(loops, p, at, band.width(), own + row * band.width(), strip);
        }
      }
    }
    if (edges != null) {
      gather(edges, p, band, own, strip);
    }
    if (columnSums) {
      addUp(p, band, strip);
    }
  }

  /** Computes so many neighbours; with statistics, backward computes the slopes only. */
  private void compute(ActivationLoops f, Piece p, int at, int count, int own, Strip strip) {
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
    if (dy == null) {
      f.forward(v, vAt, p.out(), p.outFrom() + at, count, a);
    } else if (edges == null) {
      f.backward(v, vAt, dy, p.dyFrom() + at, p.out(), p.outFrom() + at, count, a);
    } else {
      if (p.isOverGradient()) {
        System.arraycopy(dy, p.dyFrom() + at, strip.dy, own, count);
      }
      f.backward(v, vAt, strip.ones, 0, strip.slopes, own, count, a);
    }
  }

  private static void addBias(
      float[] bias, int from, float[] x, int xFrom, float[] v, int vFrom, int count) {
    for (int i = 0; i < count; i++) {
      v[vFrom + i] = x[xFrom + i] + bias[from + i];
    }
  }

  private void gather(Edges where, Piece p, Tile band, int own, Strip strip) {
    Columns columns = strip.columns;
    int at = band.at();
    int rows = band.rows();
    int width = band.width();
    if (bias != null || p.isOverInput()) {
      inputs(where, strip.v, own, width, rows, width, columns);
    } else {
      inputs(where, p.x(), p.xFrom() + at, band.stride(), rows, width, columns);
    }
    float[] dy = p.dy();
    if (dy != null) {
      int dyAt = p.dyFrom() + at;
      int outAt = p.outFrom() + at;
      gather.gradients(
          strip.slopes, own, dy, dyAt, p.out(), outAt, band.stride(), rows, width, columns);
    }
    gather.results(p.out(), p.outFrom() + at, band.stride(), rows, width, columns);
  }

  private void inputs(
      Edges where, float[] v, int from, int stride, int rows, int width, Columns columns) {
    if (where.isFew()) {
      gather.inputs(v, from, stride, rows, width, where.at(), columns);
      return;
    }
    for (int row = 0; where.at().length > 0 && row < rows; row++) {
      for (int c = 0; c < width; c++) {
        columns.odd[c] += where.isOdd(v[from + row * stride + c]) ? 1 : 0;
      }
    }
  }

  private void addUp(Piece p, Tile band, Strip strip) {
    int width = band.width();
    for (int row = 0; row < band.rows(); row++) {
      int from = p.outFrom() + band.at() + row * band.stride();
      maps.softmaxAdded(strip.plainSums, 0, p.out(), from, width, width);
    }
  }

  /** Whether all results were finite, for sure. */
  boolean areFinite(Columns columns, int width) {
    return gather.areFinite(columns.sums, width);
  }

  /** Folds the lanes of a segment, and keeps its numbers; whether all results were finite. */
  boolean fold(Columns columns, Numbers numbers, int segment) {
    gather.fold(columns.sums);
    gather.fold(columns.squares);
    numbers.results[segment] = columns.sums[0];
    numbers.squares[segment] = columns.squares[0];
    if (numbers.isBackward()) {
      gather.fold(columns.slopes);
      gather.fold(columns.gradients);
      numbers.slopes[segment] = columns.slopes[0];
      numbers.gradients[segment] = columns.gradients[0];
    }
    return Float.isFinite(columns.sums[0]);
  }

  /** Gathers a tile that has been computed once more, an element at a time. */
  void redo(Piece p, Tile tile, Strip strip) {
    int end = tile.count();
    for (int own = 0; own < end; own++) {
      int column = own % tile.width();
      redo(p, tile.at() + own / tile.width() * tile.stride() + column, column, own, strip);
    }
  }

  private void redo(Piece p, int at, int column, int own, Strip strip) {
    if (edges == null) {
      return;
    }
    Columns columns = strip.columns;
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
        columns.slopes[column] += Math.abs(slope);
      } else {
        columns.lost[column]++;
      }
      float dy = p.isOverGradient() ? strip.dy[own] : gradients[p.dyFrom() + at];
      if (Float.isFinite(dy)) {
        columns.gradients[column] = Math.fma(dy, dy, columns.gradients[column]);
      } else {
        sound = false;
      }
    }
    float r = p.out()[p.outFrom() + at];
    columns.others[column] += r == 0 ? 0 : 1;
    if (Float.isFinite(r)) {
      columns.result(column, r);
    } else {
      long index = p.first() + at;
      strip.events.note(column, r, index, soundness == null ? sound : soundness.of(index));
    }
  }
}
