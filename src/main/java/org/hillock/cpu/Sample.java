package org.hillock.cpu;

import org.hillock.insight.Histogram;
import org.hillock.insight.Watch;

/**
 * The histogram of some of the segments of a call.
 *
 * @param every of every how many-th; 0 for none
 */
record Sample(int every) {

  /** Counts elements of one segment, if it is one of them. */
  void count(Piece p, int at, int count, int[] bins) {
    if (every > 0 && (p.first() + at) / Watch.SEGMENT % every == 0) {
      float[] out = p.out();
      int from = p.outFrom() + at;
      for (int i = from; i < from + count; i++) {
        bins[Histogram.bin(out[i])]++;
      }
    }
  }

  /** Counts all elements of the segments. */
  void count(Piece p, int[] bins) {
    int some;
    for (int at = 0; every > 0 && at < p.count(); at += some) {
      some = (int) (Watch.SEGMENT - (p.first() + at) % Watch.SEGMENT);
      some = Math.min(some, p.count() - at);
      count(p, at, some, bins);
    }
  }
}
