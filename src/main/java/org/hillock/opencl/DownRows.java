package org.hillock.opencl;

import java.util.List;
import org.hillock.op.Rows;

/** Runs {@code softmax_down.cl}: work-items side by side go down interleaved rows. */
final class DownRows implements RowKernels {

  private static final List<String> FILES =
      List.of(
          "real.cl",
          "math.cl",
          "softmax_maps.cl",
          "softmax_kind.cl",
          "access.cl",
          "fold.cl",
          "softmax_down.cl");

  /** The rows that a group takes side by side: those of a GPU's longest access. */
  private static final long ACROSS = 32;

  /** The work-items of a row; the more, the more is on its way at a time. */
  private static final long DEEP = 8;

  private final ClDevice device;
  private final Programs programs;
  private final Tuning tuning;

  DownRows(ClDevice device, Programs programs, Tuning tuning) {
    this.device = device;
    this.programs = programs;
    this.tuning = tuning;
  }

  @Override
  public void run(RowCall call) {
    Rows rows = call.rows();
    long most = Long.highestOneBit(device.maxGroup());
    long across = Math.min(ACROSS, most);
    long deep = Math.min(DEEP, most / across);
    Program program =
        programs.of(
            FILES, call.options(1, false).define("ACROSS", across).define("DEEP", deep).toString());
    long bundles = rows.outer() * RowKernels.divideUp(rows.inner(), across);
    program
        .kernel(call.kernel())
        .run(
            call.queue(),
            Math.min(bundles, device.mostGroups(tuning.groupsPerUnit())),
            across * deep,
            call.arguments(
                rows.count(), rows.columns(), rows.inner(), call.softmax().inverseTemperature()));
  }
}
