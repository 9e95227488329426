package org.hillock.opencl;

import java.util.List;
import org.hillock.insight.Watch;

/** Runs {@code totals.cl}, which adds the records of a call to what was gathered before. */
final class TotalsKernels {

  /** Neighbouring units that fill the least that a GPU reads at a time. */
  private static final long ACROSS = 8;

  private static final long DEEP = 16;

  private static final long GROUP = 64;

  private static final long GROUPS_PER_UNIT = 256;

  private final ClDevice device;
  private final Programs programs;
  private final Family family;

  TotalsKernels(ClDevice device, Programs programs, Family family) {
    this.family = family;
    this.device = device;
    this.programs = programs;
  }

  /** Queues that everything is forgotten. */
  void clear(Queue queue, Gathered gathered) {
    long units = gathered.units();
    Memory numbers = gathered.numbers();
    Memory counts = gathered.counts();
    Records records = new Records(units, 1, 2, Records.BY_COLUMN);
    Kernel kernel = new Run(records).program().kernel("clear");
    long group = Math.min(GROUP, kernel.maxGroup());
    long groups = RowKernels.divideUp(units, group);
    kernel.run(queue, groups, group, numbers, counts, units, (long) gathered.bins());
  }

  /** Queues that all that records hold is added. */
  void add(Queue queue, Records records, Span from, Gathered gathered, long call) {
    Run run = new Run(records);
    sums(queue, records, from, gathered, 0);
    run.of(
        queue,
        "add_counts",
        1,
        from.behind(records.least() * records.word()),
        gathered.numbers(),
        gathered.counts(),
        records.units(),
        records.count(),
        call);
  }

  /** Queues that records' sums are added to those from one on. */
  void sums(Queue queue, Records records, Span from, Gathered gathered, long first) {
    long jobs = records.sums();
    new Run(records)
        .of(
            queue,
            "add_sums",
            jobs,
            from,
            gathered.numbers(),
            first,
            jobs,
            records.units(),
            records.count());
  }

  /** Queues that the sums of columns are added up and written. */
  void gradient(Queue queue, Records records, Span sums, Span gradient) {
    new Run(records)
        .of(queue, "write_gradient", 1, sums, gradient, records.units(), records.count());
  }

  /** The kernels for records of a kind. */
  private final class Run {

    private final long across;
    private final long deep;
    private final int width;
    private final Records records;

    Run(Records records) {
      this.records = records;
      boolean one = records.units() == 1;
      if (family.groups()) {
        long items = Long.highestOneBit(device.maxGroup());
        deep = Math.min(items, one ? Watch.TOTAL_LANES : DEEP);
        across = one ? 1 : Math.min(items / deep, ACROSS);
        width = 1;
      } else {
        deep = 1;
        across = 1;
        width = one ? 1 : device.vectorWidth();
      }
    }

    Program program() {
      Options options =
          new Options()
              .define("WIDTH", width)
              .define("ACROSS", across)
              .define("DEEP", deep)
              .define("TOTAL_LANES", Watch.TOTAL_LANES)
              .define("SEGMENT", Watch.SEGMENT)
              .define("ROWS_OF_BLOCK", Watch.BLOCK)
              .define("SUMS", records.sums())
              .define("BITS", records.bits());
      return programs.of(
          List.of("real.cl", "access.cl", "record.cl", "totals.cl"), options.toString());
    }

    /** Queues a kernel that does so many numbers of all units. */
    void of(Queue queue, String kernel, long jobs, Object... arguments) {
      long wanted = jobs * RowKernels.divideUp(records.units(), across * width);
      long groups = Math.min(wanted, device.mostGroups(GROUPS_PER_UNIT));
      program().kernel(kernel).run(queue, groups, across * deep, arguments);
    }
  }
}
