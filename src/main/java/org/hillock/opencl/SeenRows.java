package org.hillock.opencl;

import java.util.List;
import org.hillock.insight.Watch;
import org.hillock.op.Rows;

/**
 * Runs {@code softmax_seen.cl} and {@code row_totals.cl}: what a softmax's statistics tell of its
 * rows. The scratch memory holds the rows' records, and behind these, for each row, whether what it
 * is made from is finite, where that is written over.
 */
final class SeenRows {

  /** The first of the sums that rows add to. */
  static final long ENTROPIES = 4;

  private static final long WORDS = 5;

  private final RowDevice on;
  private final Family family;

  SeenRows(RowDevice on, Family family) {
    this.on = on;
    this.family = family;
  }

  /** The floats of scratch memory that a call takes. */
  static long size(RowCall call) {
    return (WORDS + 1) * call.rows().count();
  }

  /** The records as far as their sums go. */
  static Records records(RowCall call) {
    return new Records(1, call.rows().count(), 2, Records.OF_SEGMENTS);
  }

  /** Queues what has to be known before the input is written over, if it is. */
  void before(RowCall call, Span scratch) {
    if (mayMake(call) && call.isInPlace()) {
      run(call, "find_sound", new Arguments().add(call.in(), gradient(call), sound(call, scratch)));
    }
  }

  /**
   * Queues that the results are looked at.
   *
   * @param left the records of the results' segments
   */
  void look(RowCall call, Span scratch, Records segments, Span left) {
    Arguments arguments =
        new Arguments().add(call.out(), call.in(), gradient(call), sound(call, scratch));
    if (!call.forward()) {
      long word = segments.notFinite() * segments.word();
      arguments.add(left.behind(word), (long) Watch.SEGMENT);
    }
    arguments.add(scratch).add(call.isInPlace() ? 1L : 0L);
    run(call, call.forward() ? "see_results" : "see_gradients", arguments);
  }

  private static Span gradient(RowCall call) {
    return call.forward() ? call.in() : call.gradient();
  }

  /** Queues that what was counted of rows is added. */
  void add(RowCall call, Span scratch, Gathered gathered, long before) {
    Rows rows = call.rows();
    long most = Math.min(Watch.TOTAL_LANES, Long.highestOneBit(on.device().maxGroup()));
    long items = family.groups() ? most : 1;
    Options options = new Options().define("ITEMS", items);
    on.programs()
        .of(List.of("real.cl", "access.cl", "row_totals.cl"), options.toString())
        .kernel("add_rows")
        .run(
            call.queue(),
            1,
            items,
            scratch,
            gathered.counts(),
            rows.count(),
            rows.columns(),
            rows.inner(),
            before);
  }

  /**
   * Whether results may be other than finite though their input is. A softmax of finite numbers has
   * a largest one, whose exponential is 1, and no sum of its exponentials overflows.
   */
  private static boolean mayMake(RowCall call) {
    return !call.forward() || call.softmax().logarithmic();
  }

  private static Span sound(RowCall call, Span scratch) {
    return scratch.behind(WORDS * call.rows().count());
  }

  private void run(RowCall call, String kernel, Arguments arguments) {
    Rows rows = call.rows();
    Units units = Units.of(on.device(), family);
    Program program = UnitRows.program(on, family, units, call, "softmax_seen.cl");
    arguments.add(rows.count(), rows.columns(), rows.inner());
    units.run(call.queue(), program.kernel(kernel), rows.count(), rows.columns(), arguments.all());
  }
}
