package org.hillock.opencl;

import org.hillock.op.Rows;

/** Runs {@code softmax_tiny.cl}: a work-item for each short row, through local memory. */
final class TinyRows implements RowKernels {

  /** The longest row: one that an item still holds in registers. */
  static final int MOST_COLUMNS = 32;

  /** Local memory for so many rows of the most columns fits every device of OpenCL 1.2. */
  private static final long GROUP = 128;

  private final RowDevice on;

  TinyRows(RowDevice on) {
    this.on = on;
  }

  @Override
  public void run(RowCall call) {
    Rows rows = call.rows();
    long group = Math.min(GROUP, Long.highestOneBit(on.device().maxGroup()));
    Program program =
        on.along(
            call.options(1, false)
                .define("COLUMNS", rows.columns())
                .define("PADDED", Long.highestOneBit(2 * rows.columns() - 1))
                .define("GROUP", group),
            "softmax_tiny.cl");
    long groups = on.groups(RowKernels.divideUp(rows.count(), group));
    program
        .kernel(call.kernel())
        .run(
            call.queue(),
            groups,
            group,
            call.arguments(rows.count(), call.softmax().inverseTemperature()));
  }
}
