package org.hillock.cpu;

import java.util.Arrays;
import org.hillock.backend.Totals;

/** What a thread needs while it computes and gathers tiles. */
final class Strip {

  /** The most elements that go through a function at a time. */
  static final int RUN = 1 << 11;

  final Columns columns = new Columns();
  final Events events = new Events();

  /** A tile's input with its bias; without one, the input itself where it is overwritten. */
  final float[] v = new float[Tile.MOST];

  /** A tile's input without its bias, where it is overwritten. */
  final float[] x = new float[Tile.MOST];

  /** A tile's upstream gradient, where it is overwritten. */
  final float[] dy = new float[Tile.MOST];

  final float[] slopes = new float[Tile.MOST];
  final float[] ones = new float[RUN];

  /** The sums of a block's columns, whatever is in them: of the bias's gradient. */
  final float[] plainSums = new float[Columns.WIDTH];

  final int[] histogram = new int[256];

  Strip() {
    Arrays.fill(ones, 1);
  }

  void clearPlainSums(int width) {
    Arrays.fill(plainSums, 0, width, 0);
  }

  /** Adds a histogram to another, and clears it. */
  static void flush(int[] histogram, Totals totals) {
    long[] bins = totals.histogram();
    for (int bin = 0; bin < bins.length; bin++) {
      bins[bin] += histogram[bin];
      histogram[bin] = 0;
    }
  }
}
