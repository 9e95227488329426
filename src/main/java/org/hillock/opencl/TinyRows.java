package org.hillock.opencl;

import java.util.List;
import org.hillock.op.Rows;

/** Runs {@code softmax_tiny.cl}: a work-item for each short row, through local memory. */
final class TinyRows implements RowKernels {

  private static final List<String> FILES =
      List.of(
          "real.cl",
          "math.cl",
          "softmax_maps.cl",
          "softmax_kind.cl",
          "access.cl",
          "fold.cl",
          "softmax_tiny.cl");

  /** The longest row: one that an item still holds in registers. */
  static final int MOST_COLUMNS = 32;

  /** Local memory for so many rows of the most columns fits every device of OpenCL 1.2. */
  private static final long GROUP = 128;

  private final ClDevice device;
  private final Programs programs;
  private final Tuning tuning;

  TinyRows(ClDevice device, Programs programs, Tuning tuning) {
    this.device = device;
    this.programs = programs;
    this.tuning = tuning;
  }

  @Override
  public void run(RowCall call) {
    Rows rows = call.rows();
    long group = Math.min(GROUP, Long.highestOneBit(device.maxGroup()));
    Program program =
        programs.of(
            FILES,
            call.options(1, false)
                .define("COLUMNS", rows.columns())
                .define("PADDED", Long.highestOneBit(2 * rows.columns() - 1))
                .define("GROUP", group)
                .toString());
    long groups =
        Math.min(
            RowKernels.divideUp(rows.count(), group), device.mostGroups(tuning.groupsPerUnit()));
    program
        .kernel(call.kernel())
        .run(
            call.queue(),
            groups,
            group,
            call.arguments(rows.count(), call.softmax().inverseTemperature()));
  }
}
