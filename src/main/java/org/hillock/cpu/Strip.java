package org.hillock.cpu;

import java.util.Arrays;
import org.hillock.backend.Totals;
import org.hillock.insight.Histogram;
import org.hillock.insight.Watch;

/** What a thread needs while it computes and gathers. */
final class Strip {

  /** What is gathered: of a segment, or of so many columns each. */
  final Gathering[] gatherings;

  /** The sums of a block's columns, whatever is in them: of the bias's gradient. */
  final float[] plainSums;

  /** The input with its bias; without one, the input itself where it is overwritten. */
  final float[] v;

  /** The input without its bias, where it is overwritten. */
  final float[] x;

  /** The upstream gradient, where it is overwritten. */
  final float[] dy;

  final float[] slopes;
  final float[] ones = new float[Pages.PAGE];
  final int[] histogram = new int[Histogram.BINS];

  private Strip(int gatherings, int width, int elements) {
    this.gatherings = new Gathering[gatherings];
    for (int i = 0; i < gatherings; i++) {
      this.gatherings[i] = new Gathering(width);
    }
    plainSums = new float[gatherings * width];
    v = new float[elements];
    x = new float[elements];
    dy = new float[elements];
    slopes = new float[elements];
    Arrays.fill(ones, 1);
  }

  /** For a segment at a time. */
  static Strip ofSegment() {
    return new Strip(1, Watch.LANES, Watch.SEGMENT);
  }

  /** For a tile at a time. */
  static Strip ofTile() {
    return new Strip(Tile.WIDTH / Columns.WIDTH, Columns.WIDTH, Tile.MOST);
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
