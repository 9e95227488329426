package org.hillock.opencl;

import org.hillock.op.Rows;
import org.hillock.op.Softmax;

/**
 * Runs {@code softmax_abreast.cl} and {@code softmax_short.cl}: several rows in the elements of a
 * vector, interleaved ones side by side, short contiguous ones one behind the other.
 */
final class AbreastRows implements RowKernels {

  private final RowDevice on;
  private final Family family;

  AbreastRows(RowDevice on, Family family) {
    this.on = on;
    this.family = family;
  }

  @Override
  public void run(RowCall call) {
    Rows rows = call.rows();
    int width = family.width(on.device(), rows);
    boolean abreast = family == Family.ABREAST;
    Options options = call.options(width, true);
    if (abreast) {
      options
          .define("ALIGNED", call.aligned(width) && rows.inner() % width == 0)
          .define("SHORT", rows.columns() <= Softmax.LANES);
    } else {
      long padded = Math.max(2, Long.highestOneBit(2 * rows.columns() - 1));
      options.define("PADDED", padded).define("ROWS", width / padded);
    }
    Program program =
        abreast
            ? on.across(options, "softmax_abreast.cl")
            : on.across(options, "fold.cl", "softmax_short.cl");
    long work =
        abreast
            ? rows.outer() * RowKernels.divideUp(rows.inner(), width)
            : RowKernels.divideUp(rows.count(), width);
    long each = rows.count() * rows.columns() / work;
    Units.of(on.device(), family)
        .run(
            call.queue(),
            program.kernel(call.kernel()),
            work,
            each,
            call.arguments(
                rows.count(), rows.columns(), rows.inner(), call.softmax().inverseTemperature()));
  }
}
