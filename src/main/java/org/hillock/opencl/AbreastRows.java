package org.hillock.opencl;

import java.util.List;
import java.util.stream.Stream;
import org.hillock.op.Rows;
import org.hillock.op.Softmax;

/**
 * Runs {@code softmax_abreast.cl} and {@code softmax_short.cl}: several rows in the elements of a
 * vector, interleaved ones side by side, short contiguous ones one behind the other.
 */
final class AbreastRows implements RowKernels {

  private static final List<String> ABREAST_FILES = files("softmax_abreast.cl");
  private static final List<String> SHORT_FILES = files("fold.cl", "softmax_short.cl");

  private final ClDevice device;
  private final Programs programs;
  private final Family family;

  AbreastRows(ClDevice device, Programs programs, Family family) {
    this.device = device;
    this.programs = programs;
    this.family = family;
  }

  @Override
  public void run(RowCall call) {
    Rows rows = call.rows();
    int width = family.width(device, rows);
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
    Program program = programs.of(abreast ? ABREAST_FILES : SHORT_FILES, options.toString());
    long work =
        abreast
            ? rows.outer() * RowKernels.divideUp(rows.inner(), width)
            : RowKernels.divideUp(rows.count(), width);
    long each = rows.count() * rows.columns() / work;
    Units.of(device, family)
        .run(
            call.queue(),
            program.kernel(call.kernel()),
            work,
            each,
            call.arguments(
                rows.count(), rows.columns(), rows.inner(), call.softmax().inverseTemperature()));
  }

  private static List<String> files(String... kernels) {
    return Stream.concat(
            Stream.of(
                "real.cl",
                "math.cl",
                "uniform_varies.cl",
                "softmax_maps.cl",
                "softmax_kind.cl",
                "uniform_again.cl",
                "access.cl"),
            Stream.of(kernels))
        .toList();
  }
}
