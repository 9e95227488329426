package org.hillock.opencl;

import java.util.List;
import org.hillock.insight.Histogram;
import org.hillock.insight.Watch;

/** Runs {@code histogram.cl}. */
final class HistogramKernels {

  /** So many segments are counted by one unit of work, which keeps bins of its own. */
  private static final int SEGMENTS = 64;

  private static final long GROUP = 64;

  private final ClDevice device;
  private final Programs programs;
  private final Family family;

  HistogramKernels(ClDevice device, Programs programs, Family family) {
    this.family = family;
    this.device = device;
    this.programs = programs;
  }

  /** The floats of memory that it takes between its two steps. */
  static long scratch(long count, long every) {
    return parts(count, every) * Histogram.BINS;
  }

  private static long parts(long count, long every) {
    return RowKernels.divideUp(RowKernels.divideUp(count, every * Watch.SEGMENT), SEGMENTS);
  }

  /** Queues that every so many segments of a result are counted. */
  void run(Queue queue, Span results, long count, long every, Span scratch, Gathered to) {
    Units units = Units.of(device, family);
    Options options =
        new Options()
            .define("WIDTH", 1)
            .define("ITEMS", units.items())
            .define("LANES", Watch.LANES)
            .define("SEGMENT", Watch.SEGMENT)
            .define("SEGMENTS", SEGMENTS);
    Program program =
        programs.of(
            List.of("real.cl", "access.cl", "fold.cl", "unit.cl", "histogram.cl"),
            options.toString());
    long parts = parts(count, every);
    Kernel first = program.kernel("count_bins");
    units.run(queue, first, parts, SEGMENTS * Watch.SEGMENT, results, scratch, count, every);
    Kernel second = program.kernel("add_bins");
    long group = Math.min(GROUP, second.maxGroup());
    long groups = Histogram.BINS / group;
    second.run(queue, groups, group, scratch, to.counts(), to.firstBin(), parts);
  }
}
