package org.hillock.bench.speed;

import java.util.Arrays;

/** One thing to time, and the times it took. */
final class Cell {

  private final String op;
  private final String direction;
  private final String data;
  private final long bytes;
  private final Runnable call;
  private long[] nanos = new long[16];
  private int runs;

  /**
   * A cell.
   *
   * @param op the operation's label
   * @param direction forward or backward
   * @param data resident or host
   * @param bytes what a call has to read and write at least
   * @param call one call, done when it returns
   */
  Cell(String op, String direction, String data, long bytes, Runnable call) {
    this.op = op;
    this.direction = direction;
    this.data = data;
    this.bytes = bytes;
    this.call = call;
  }

  /** Whether its data is on the host. */
  boolean onHost() {
    return data.equals(SpeedResult.HOST);
  }

  /** Calls once, without a record; returns the nanoseconds it took. */
  long warmUp() {
    long start = System.nanoTime();
    call.run();
    return System.nanoTime() - start;
  }

  /** Calls once and records the time; returns it in nanoseconds. */
  long run() {
    long time = warmUp();
    if (runs == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * runs);
    }
    nanos[runs++] = time;
    return time;
  }

  /** The median time of a call in nanoseconds; the mean of the middle two of an even number. */
  double median() {
    long[] sorted = Arrays.copyOf(nanos, runs);
    Arrays.sort(sorted);
    return (sorted[(runs - 1) / 2] + sorted[runs / 2]) / 2.0;
  }

  /** Bytes by the median time, in 10^9 bytes a second. */
  double gigabytesPerSecond() {
    return bytes / Math.max(1, median());
  }

  SpeedResult result(String shape, double copy) {
    return new SpeedResult(
        op,
        direction,
        shape,
        data,
        gigabytesPerSecond(),
        gigabytesPerSecond() / copy,
        median() / 1e3,
        runs);
  }
}
