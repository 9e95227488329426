package org.hillock.opencl;

import java.util.function.Function;
import org.hillock.insight.Histogram;
import org.jocl.Pointer;
import org.jocl.Sizeof;

/**
 * What statistics have gathered, in a device's memory, as {@code totals.cl} lays it out: numbers of
 * each unit, those of a kind side by side; and counts, behind which there are the histogram's bins.
 *
 * @param numbers the memory of the numbers, floats
 * @param counts the memory of the counts, 64 bits each
 * @param units how many units there are, at least 1
 * @param bins how many bins there are
 */
record Gathered(Memory numbers, Memory counts, int units, int bins) {

  /** The kinds of numbers: pivots, sums in two floats, the least and the most. */
  private static final int NUMBERS = 15;

  /** The kinds of counts: what is counted, firsts, and the calls that they were in. */
  private static final int COUNTS = 13;

  static final int LEAST = 13;
  static final int MOST = 14;
  static final int ROWS = 6;
  static final int FIRSTS = 7;
  static final int CALLS = 10;

  /** Takes the memory; called inside {@link Engine#run}. */
  static Gathered take(Engine engine, int units, boolean histogram) {
    int bins = histogram ? Histogram.BINS : 0;
    String what = "statistics of %d units".formatted(units);
    long bytes = (long) NUMBERS * units * Sizeof.cl_float;
    Memory numbers = Memory.take(engine, bytes, what);
    try {
      long more = ((long) COUNTS * units + bins) * Sizeof.cl_ulong;
      return new Gathered(numbers, Memory.take(engine, more, what), units, bins);
    } catch (RuntimeException e) {
      numbers.release();
      throw e;
    }
  }

  /** Where the histogram's bins begin in the counts. */
  long firstBin() {
    return (long) COUNTS * units;
  }

  long bytes() {
    return numbers.bytes() + counts.bytes();
  }

  /** Uses the memory, which is not released meanwhile. */
  <T> T use(Function<Gathered, T> work) {
    numbers.acquire();
    try {
      counts.acquire();
      try {
        return work.apply(this);
      } finally {
        counts.release();
      }
    } finally {
      numbers.release();
    }
  }

  void release() {
    numbers.release();
    counts.release();
  }

  /** Brings the numbers to the host, behind what the queue holds. */
  float[] readNumbers(Queue queue) {
    float[] values = new float[NUMBERS * units];
    queue.finish();
    numbers.read(queue, 0, (long) values.length * Sizeof.cl_float, Pointer.to(values));
    return values;
  }

  /** Brings the counts to the host, behind what the queue holds. */
  long[] readCounts(Queue queue) {
    long[] values = new long[COUNTS * units + bins];
    queue.finish();
    counts.read(queue, 0, (long) values.length * Sizeof.cl_ulong, Pointer.to(values));
    return values;
  }
}
