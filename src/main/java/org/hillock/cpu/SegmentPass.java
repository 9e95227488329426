package org.hillock.cpu;

import org.hillock.backend.Workers;
import org.hillock.insight.Watch;
import org.jspecify.annotations.Nullable;

/**
 * A call with a bias or with statistics, whose elements are those of one tensor: how its segments
 * are shared out among the threads.
 *
 * @param workers the threads
 * @param pool their scratch memory
 * @param work what is done with an element
 * @param cost what that takes, in picoseconds
 * @param gather gathers; or null
 */
record SegmentPass(
    Workers workers, Pool<Strip> pool, ElementWork work, int cost, @Nullable SegmentGather gather) {

  /** Computes, and gathers. */
  void run(Piece p) {
    int segments = (p.count() - 1) / Watch.SEGMENT + 1;
    int parts = Math.min(workers.parts(p.count(), cost), segments);
    workers.run(
        parts,
        part -> {
          int from = (int) ((long) segments * part / parts) * Watch.SEGMENT;
          long next = (long) segments * (part + 1) / parts;
          Strip strip = pool.take();
          run(p, from, (int) Math.min(p.count(), next * Watch.SEGMENT), strip);
          pool.giveBack(strip);
        });
  }

  private void run(Piece p, int from, int end, Strip strip) {
    if (gather != null) {
      gather.begin(strip);
    }
    int count;
    for (int at = from; at < end; at += count) {
      count = Math.min(Watch.SEGMENT, end - at);
      if (gather == null) {
        work.computeAll(p, at, count, 0, at + count, strip);
      } else {
        gather.segment(p, at, count, strip);
      }
    }
    if (gather != null) {
      gather.finish(strip, end - from);
    }
  }
}
