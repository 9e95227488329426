package org.hillock.cpu;

import org.hillock.insight.Watch;
import org.hillock.op.Rows;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the results of a softmax behind the threads that compute its rows: each segment as soon
 * as it is whole.
 */
final class FollowedRows implements RowFollower.Maker {

  private final SegmentGather gather;
  private final Pool<Strip> pool;
  private final Piece results;
  private final int columns;
  private final @Nullable CpuSureness sureness;
  private final @Nullable SquareSums squares;
  private final boolean[] gathered;

  /**
   * Of rows that lie one behind the other.
   *
   * @param sureness what else is gathered of the rows; or null
   * @param squares what else is added up of the segments; or null
   */
  FollowedRows(
      SegmentGather gather,
      Pool<Strip> pool,
      Piece results,
      Rows rows,
      @Nullable CpuSureness sureness,
      @Nullable SquareSums squares) {
    this.gather = gather;
    this.pool = pool;
    this.results = results;
    this.columns = (int) rows.columns();
    this.sureness = sureness;
    this.squares = squares;
    this.gathered = new boolean[(results.count() - 1) / Watch.SEGMENT + 1];
  }

  @Override
  public RowFollower of(int from) {
    return new Stretch((int) (((long) from * columns + Watch.SEGMENT - 1) / Watch.SEGMENT));
  }

  /** Gathers the segments that no thread has computed all of. */
  void rest() {
    Stretch stretch = new Stretch(0);
    for (int segment = 0; segment < gathered.length; segment++) {
      if (!gathered[segment]) {
        stretch.segment(segment);
      }
    }
    stretch.finish();
  }

  private final class Stretch implements RowFollower {

    private final Strip strip = pool.take();
    private int next;
    private int elements;

    Stretch(int first) {
      next = first;
      gather.begin(strip);
    }

    @Override
    public void follow(int from, int end) {
      if (sureness != null) {
        sureness.follow(from, end);
      }
      int computed = end * columns;
      int whole = computed == results.count() ? gathered.length : computed / Watch.SEGMENT;
      while (next < whole) {
        segment(next++);
      }
    }

    void segment(int segment) {
      int at = segment * Watch.SEGMENT;
      int count = Math.min(Watch.SEGMENT, results.count() - at);
      gather.segment(results, at, count, strip);
      if (squares != null) {
        squares.segment(segment);
      }
      gathered[segment] = true;
      elements += count;
    }

    @Override
    public void finish() {
      gather.finish(strip, elements);
      pool.giveBack(strip);
    }
  }
}
