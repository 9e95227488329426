package org.hillock.opencl;

import org.hillock.op.Rows;

/** Runs {@code softmax_rows.cl}: a unit of work for each row. */
final class UnitRows implements RowKernels {

  private final RowDevice on;
  private final Family family;

  UnitRows(RowDevice on, Family family) {
    this.on = on;
    this.family = family;
  }

  @Override
  public void run(RowCall call) {
    Rows rows = call.rows();
    Units units = Units.of(on.device(), family);
    Program program = program(on, family, units, call, "softmax_rows.cl");
    units.run(
        call.queue(),
        program.kernel(call.kernel()),
        rows.count(),
        rows.columns(),
        call.arguments(
            rows.count(), rows.columns(), rows.inner(), call.softmax().inverseTemperature()));
  }

  /** The program of a file whose kernels are made for units of work. */
  static Program program(RowDevice on, Family family, Units units, RowCall call, String file) {
    int width = family.width(on.device());
    boolean contiguous = call.rows().contiguous();
    boolean aligned = contiguous && call.aligned(width) && call.rows().columns() % width == 0;
    if (family.groups() && !aligned) {
      width = 1;
    }
    Options options =
        call.options(width, !family.groups())
            .define("ITEMS", units.items())
            .define("STRIDED", !contiguous)
            .define("ALIGNED", aligned);
    return on.along(options, "unit.cl", "softmax_unit.cl", file);
  }
}
