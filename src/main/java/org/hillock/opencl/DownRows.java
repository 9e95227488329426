package org.hillock.opencl;

import org.hillock.op.Rows;

/** Runs {@code softmax_down.cl}: work-items side by side go down interleaved rows. */
final class DownRows implements RowKernels {

  /** The rows that a group takes side by side: those of a GPU's longest access. */
  private static final long ACROSS = 32;

  /** The work-items of a row at least; the more, the more is on its way at a time. */
  private static final long DEEP = 8;

  private final RowDevice on;

  DownRows(RowDevice on) {
    this.on = on;
  }

  @Override
  public void run(RowCall call) {
    Rows rows = call.rows();
    long most = Long.highestOneBit(on.device().maxGroup());
    // Fewer neighbours than fill a group make room for more work-items on each of them.
    long across = Math.min(Math.min(ACROSS, Long.highestOneBit(2 * rows.inner() - 1)), most);
    long deep = Math.min(DEEP * ACROSS, most) / across;
    Program program =
        on.along(
            call.options(1, false).define("ACROSS", across).define("DEEP", deep),
            "softmax_down.cl");
    long bundles = rows.outer() * RowKernels.divideUp(rows.inner(), across);
    program
        .kernel(call.kernel())
        .run(
            call.queue(),
            on.groups(bundles),
            across * deep,
            call.arguments(
                rows.count(), rows.columns(), rows.inner(), call.softmax().inverseTemperature()));
  }
}
