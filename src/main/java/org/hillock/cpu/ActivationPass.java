package org.hillock.cpu;

import java.util.Arrays;
import org.hillock.backend.Totals;
import org.hillock.backend.Totals.Count;
import org.hillock.backend.Workers;
import org.hillock.insight.Histogram;
import org.hillock.insight.Watch;
import org.jspecify.annotations.Nullable;

/**
 * One call of an activation with a bias or with statistics: how its elements are cut into tiles and
 * shared out among the threads, in the order that {@link Watch} defines.
 *
 * @param workers the threads
 * @param pool their scratch memory
 * @param work what is done with a tile
 * @param cost what an element takes, in picoseconds
 * @param watch what is gathered, into {@code totals} and {@code numbers}
 * @param biasNumbers each block's sums of columns, of which the bias's gradient is made; or null
 */
@SuppressWarnings("ArrayRecordComponent") // shared out among the threads
record ActivationPass(
    Workers workers,
    Pool<Strip> pool,
    TileWork work,
    int cost,
    Watch watch,
    @Nullable Totals totals,
    @Nullable Numbers numbers,
    float @Nullable [] biasNumbers) {

  /** The elements as those of one tensor, segment by segment. */
  void segments(Piece p) {
    int segments = (p.count() - 1) / Watch.SEGMENT + 1;
    int parts = Math.min(workers.parts(p.count(), cost), segments);
    workers.run(
        parts,
        part -> {
          int from = (int) ((long) segments * part / parts);
          int end = (int) ((long) segments * (part + 1) / parts);
          Strip strip = pool.take();
          segments(p, from, end, strip);
          pool.giveBack(strip);
        });
  }

  private void segments(Piece p, int from, int end, Strip strip) {
    int width = Watch.LANES;
    Columns columns = strip.columns;
    columns.clearCounts(width);
    if (totals != null) {
      Arrays.fill(columns.pivots, 0, width, totals.pivots()[0]);
    }
    for (int s = from; s < end; s++) {
      int at = s * Watch.SEGMENT;
      int count = Math.min(Watch.SEGMENT, p.count() - at);
      Tile tile = new Tile(at, width, count / width, width, count % width);
      if (totals == null || numbers == null) {
        work.run(p, tile, strip);
        continue;
      }
      int segment = (int) (p.first() / Watch.SEGMENT) + s;
      columns.clearSums(width, numbers.isBackward());
      columns.saveCounts(width);
      work.run(p, tile, strip);
      if (!work.fold(columns, numbers, segment)) {
        columns.restoreCounts(width);
        columns.clearSums(width, true);
        work.redo(p, tile, strip);
        work.fold(columns, numbers, segment);
      }
      if (isSampled(p.first() + at)) {
        count(p, at, count, strip.histogram);
      }
    }
    if (totals != null) {
      int last = Math.min(p.count(), end * Watch.SEGMENT);
      flush(totals, strip, 0, width, last - from * Watch.SEGMENT, true);
    }
  }

  /** The elements as rows of so many units, in blocks; tiles of units are walked down. */
  void units(Piece p, int units) {
    int rows = p.count() / units;
    int blocks = (rows - 1) / Watch.BLOCK + 1;
    int tiles = (units - 1) / Columns.WIDTH + 1;
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
          strip.columns.clearCounts(some);
          if (totals != null) {
            System.arraycopy(totals.pivots(), first, strip.columns.pivots, 0, some);
          }
          for (int block = from; block < end; block++) {
            block(p, units, block, first, some, strip);
          }
          if (totals != null) {
            int last = Math.min(rows, end * Watch.BLOCK);
            flush(totals, strip, first, some, last - from * Watch.BLOCK, false);
          }
          pool.giveBack(strip);
        });
  }

  private void block(Piece p, int units, int block, int first, int width, Strip strip) {
    Columns columns = strip.columns;
    columns.clearSums(width, true);
    strip.clearPlainSums(width);
    int end = Math.min((block + 1) * Watch.BLOCK, p.count() / units);
    int most = Math.max(1, Math.min(Watch.BLOCK, Tile.MOST / width));
    int rows;
    for (int row = block * Watch.BLOCK; row < end; row += rows) {
      rows = Math.min(most, end - row);
      Tile tile = new Tile(row * units + first, units, rows, width, 0);
      columns.saveSums(width);
      columns.saveCounts(width);
      work.run(p, tile, strip);
      if (totals != null && !work.areFinite(columns, width)) {
        columns.restoreSums(width);
        columns.restoreCounts(width);
        work.redo(p, tile, strip);
      }
    }
    int at = (int) (p.first() / units / Watch.BLOCK + block) * units + first;
    if (numbers != null) {
      numbers.keep(columns, at, width);
    }
    if (biasNumbers != null) {
      System.arraycopy(strip.plainSums, 0, biasNumbers, at, width);
    }
  }

  /** The histogram of elements that were computed as units. */
  void histogram(Piece p) {
    if (watch.histogram() == 0 || totals == null) {
      return;
    }
    int[] bins = new int[Histogram.BINS];
    int some;
    for (int at = 0; at < p.count(); at += some) {
      some = (int) (Watch.SEGMENT - (p.first() + at) % Watch.SEGMENT);
      some = Math.min(some, p.count() - at);
      if (isSampled(p.first() + at)) {
        count(p, at, some, bins);
      }
    }
    Strip.flush(bins, totals);
  }

  private boolean isSampled(long element) {
    return watch.histogram() > 0 && element / Watch.SEGMENT % watch.histogram() == 0;
  }

  private static void count(Piece p, int at, int count, int[] bins) {
    for (int i = 0; i < count; i++) {
      bins[Histogram.bin(p.out()[p.outFrom() + at + i])]++;
    }
  }

  /** Adds what a thread has counted; its columns have so many elements in all, or each. */
  private void flush(Totals to, Strip strip, int first, int width, int elements, boolean whole) {
    Columns columns = strip.columns;
    Edges edges = work.edges();
    synchronized (to) {
      strip.events.flush(to, first, width, whole);
      long[] zeros = to.count(Count.ZEROS);
      long[] saturated = to.count(Count.SATURATED);
      long[] slopes = to.count(Count.SLOPES);
      boolean backward = numbers != null && numbers.isBackward();
      for (int c = 0; c < width; c++) {
        int unit = whole ? 0 : first + c;
        // The whole's elements count once, with its first column.
        int here = whole && c > 0 ? 0 : elements;
        to.range(unit, columns.least(c), columns.most(c));
        zeros[unit] += here - columns.others[c];
        saturated[unit] +=
            edges == null || edges.oddIsInside() ? columns.odd[c] : here - columns.odd[c];
        slopes[unit] += backward ? here - columns.lost[c] : 0;
      }
      Strip.flush(strip.histogram, to);
    }
  }
}
