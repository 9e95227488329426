package org.hillock.cpu;

import java.util.Arrays;
import org.hillock.backend.Totals;
import org.hillock.backend.Workers;
import org.hillock.insight.Watch;
import org.jspecify.annotations.Nullable;

/**
 * A call with a bias's gradient or with statistics, whose elements are rows of units: how blocks of
 * rows are cut into tiles and shared out among the threads, and gathered in the order that {@link
 * Watch} defines.
 *
 * @param workers the threads
 * @param pool their scratch memory
 * @param work what is done with an element
 * @param cost what that takes, in picoseconds
 * @param loops gathers
 * @param maps adds up the bias's gradient
 * @param totals what is gathered, but for the sums; or null
 * @param numbers the sums of each block's columns; or null
 * @param biasNumbers the same of the bias's gradient; or null
 */
@SuppressWarnings("ArrayRecordComponent") // shared out among the threads
record UnitPass(
    Workers workers,
    Pool<Strip> pool,
    ElementWork work,
    int cost,
    GatherLoops loops,
    SoftmaxMaps maps,
    @Nullable Totals totals,
    @Nullable Numbers numbers,
    float @Nullable [] biasNumbers) {

  /** Computes, and gathers. */
  void run(Piece p, int units) {
    int rows = p.count() / units;
    int blocks = (rows - 1) / Watch.BLOCK + 1;
    int tiles = (units - 1) / Tile.WIDTH + 1;
    // Even ones, of whole vectors.
    int width = Math.min(units, ((units - 1) / tiles / 16 + 1) * 16);
    int columnsOfTiles = (units - 1) / width + 1;
    int wanted = workers.parts(p.count(), cost);
    int chunks = Math.min(blocks, (wanted - 1) / columnsOfTiles + 1);
    workers.run(
        columnsOfTiles * chunks,
        part -> {
          int first = part / chunks * width;
          int from = (int) ((long) blocks * (part % chunks) / chunks);
          int end = (int) ((long) blocks * (part % chunks + 1) / chunks);
          int some = Math.min(width, units - first);
          Strip strip = pool.take();
          begin(strip, first, some);
          for (int block = from; block < end; block++) {
            block(p, units, block, first, some, strip);
          }
          int last = (int) Math.min(rows, (long) end * Watch.BLOCK);
          flush(strip, first, some, last - from * Watch.BLOCK);
          pool.giveBack(strip);
        });
  }

  private void begin(Strip strip, int first, int width) {
    for (int c = 0; totals != null && c < width; c += Columns.WIDTH) {
      Gathering gathering = strip.gatherings[c / Columns.WIDTH];
      int some = Math.min(Columns.WIDTH, width - c);
      gathering.clear(some);
      gathering.pivots(totals.pivots(), first + c, some);
    }
  }

  private void flush(Strip strip, int first, int width, int elements) {
    if (totals == null || work.edges() == null) {
      return;
    }
    boolean backward = numbers != null && numbers.isBackward();
    synchronized (totals) {
      for (int c = 0; c < width; c += Columns.WIDTH) {
        int some = Math.min(Columns.WIDTH, width - c);
        strip.gatherings[c / Columns.WIDTH].flush(
            totals, work.edges(), first + c, some, elements, backward);
      }
    }
  }

  private void block(Piece p, int units, int block, int first, int width, Strip strip) {
    for (int c = 0; c < width; c += Columns.WIDTH) {
      Columns columns = strip.gatherings[c / Columns.WIDTH].columns();
      columns.clearSums(Math.min(Columns.WIDTH, width - c));
    }
    Arrays.fill(strip.plainSums, 0, width, 0);
    int begin = block * Watch.BLOCK;
    int end = begin + Math.min(Watch.BLOCK, p.count() / units - begin);
    int most = Tile.rows(width);
    int rows;
    for (int row = begin; row < end; row += rows) {
      rows = Math.min(most, end - row);
      tile(p, new Tile(row * units + first, units, rows, width), strip);
    }
    int at = (int) (p.first() / units / Watch.BLOCK + block) * units + first;
    for (int c = 0; numbers != null && c < width; c += Columns.WIDTH) {
      int some = Math.min(Columns.WIDTH, width - c);
      numbers.keep(strip.gatherings[c / Columns.WIDTH].columns(), at + c, some);
    }
    if (biasNumbers != null) {
      System.arraycopy(strip.plainSums, 0, biasNumbers, at, width);
    }
  }

  private void tile(Piece p, Tile tile, Strip strip) {
    int width = tile.width();
    if (tile.stride() == width) {
      work.computeAll(p, tile.at(), tile.count(), 0, tile.row(tile.rows()), strip);
    } else {
      for (int row = 0; row < tile.rows(); row++) {
        work.computeAll(p, tile.row(row), width, row * width, tile.row(row + 1), strip);
      }
    }
    for (int c = 0; work.edges() != null && c < width; c += Columns.WIDTH) {
      int some = Math.min(Columns.WIDTH, width - c);
      Gathering gathering = strip.gatherings[c / Columns.WIDTH];
      if (gather(p, tile, c, some, strip, gathering, work.edges())) {
        gathering.keep();
      } else {
        redo(p, tile, c, some, strip, gathering);
      }
    }
    if (biasNumbers != null) {
      addUp(p, tile, strip);
    }
  }

  /** Gathers columns from one on, as if all numbers were finite; whether they were. */
  private boolean gather(
      Piece p, Tile tile, int c, int some, Strip strip, Gathering gathering, Edges edges) {
    Columns before = gathering.columns();
    Columns after = gathering.next();
    int at = tile.at() + c;
    int stride = tile.stride();
    int rows = tile.rows();
    int width = tile.width();
    boolean kept = work.isKept(p);
    float[] v = kept ? strip.v : p.x();
    int vFrom = kept ? c : p.xFrom() + at;
    inputs(edges, v, vFrom, kept ? width : stride, rows, some, before, after);
    float[] dy = p.dy();
    if (dy != null) {
      boolean keptToo = p.isOverGradient();
      float[] g = keptToo ? strip.dy : dy;
      int gFrom = keptToo ? c : p.dyFrom() + at;
      int gStride = keptToo ? width : stride;
      loops.gradients(strip.slopes, c, width, g, gFrom, gStride, rows, some, before, after);
    }
    return loops.results(p.out(), p.outFrom() + at, stride, rows, some, before, after);
  }

  private void inputs(
      Edges edges,
      float[] v,
      int from,
      int stride,
      int rows,
      int some,
      Columns before,
      Columns after) {
    if (edges.isFew()) {
      loops.inputs(v, from, stride, rows, some, edges, before, after);
      return;
    }
    System.arraycopy(before.odd, 0, after.odd, 0, some);
    for (int row = 0; edges.at().length > 0 && row < rows; row++) {
      for (int c = 0; c < some; c++) {
        after.odd[c] += edges.isOdd(v[from + row * stride + c]) ? 1 : 0;
      }
    }
  }

  private void redo(Piece p, Tile tile, int first, int some, Strip strip, Gathering gathering) {
    for (int row = 0; row < tile.rows(); row++) {
      for (int c = 0; c < some; c++) {
        int own = row * tile.width() + first + c;
        work.redo(p, tile.row(row) + first + c, own, strip, gathering, c, c);
      }
    }
  }

  private void addUp(Piece p, Tile tile, Strip strip) {
    int width = tile.width();
    for (int row = 0; row < tile.rows(); row++) {
      int from = p.outFrom() + tile.row(row);
      maps.softmaxAdded(strip.plainSums, 0, p.out(), from, width, width);
    }
  }
}
