package org.hillock.opencl;

import java.util.List;
import org.hillock.op.Rows;

/** Runs {@code softmax_rows.cl}: a unit of work for each row. */
final class UnitRows implements RowKernels {

  private final ClDevice device;
  private final Programs programs;
  private final Family family;

  UnitRows(ClDevice device, Programs programs, Family family) {
    this.device = device;
    this.programs = programs;
    this.family = family;
  }

  @Override
  public void run(RowCall call) {
    Rows rows = call.rows();
    Units units = Units.of(device, family);
    Program program =
        programs.of(files("softmax_rows.cl"), options(device, family, units, call).toString());
    units.run(
        call.queue(),
        program.kernel(call.kernel()),
        rows.count(),
        rows.columns(),
        call.arguments(
            rows.count(), rows.columns(), rows.inner(), call.softmax().inverseTemperature()));
  }

  /** The files of a program whose kernels are those of one file. */
  static List<String> files(String kernels) {
    return List.of(
        "real.cl",
        "math.cl",
        "softmax_maps.cl",
        "softmax_kind.cl",
        "access.cl",
        "fold.cl",
        "softmax_unit.cl",
        kernels);
  }

  static Options options(ClDevice device, Family family, Units units, RowCall call) {
    int width = family.width(device);
    boolean contiguous = call.rows().contiguous();
    boolean aligned = call.aligned(width) && call.rows().columns() % width == 0;
    return call.options(width, !family.groups())
        .define("ITEMS", units.items())
        .define("STRIDED", !contiguous)
        .define("ALIGNED", contiguous && aligned);
  }
}
