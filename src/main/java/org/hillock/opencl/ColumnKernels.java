package org.hillock.opencl;

import java.util.List;
import org.hillock.insight.Saturation;
import org.hillock.insight.Watch;
import org.jspecify.annotations.Nullable;

/** Runs {@code columns.cl} and {@code column_sums.cl}: a work-item for a block of some columns. */
final class ColumnKernels {

  /** Rows that a group's work-item has at least where nothing is summed, for its bias to serve. */
  private static final long FEW_ROWS = 16;

  /** Rows that a group's work-item has on their way at a time. */
  private static final long TOGETHER = 4;

  /**
   * Vectors of a row that an item takes where it is the unit of work: 2 KiB or so, to read on in.
   */
  private static final long ABREAST = 32;

  private final ClDevice device;
  private final Programs programs;
  private final Tuning tuning;
  private final Family family;

  ColumnKernels(ClDevice device, Programs programs, Tuning tuning, Family family) {
    this.device = device;
    this.programs = programs;
    this.tuning = tuning;
    this.family = family;
  }

  /** The elements that a work-item takes: two vectors of each sum would not stay in registers. */
  static int width(ClDevice device, Family family) {
    return family.groups() ? 1 : device.vectorWidth();
  }

  /**
   * Queues a call, which leaves a record of each block and column where there is something to tell.
   *
   * @param gathered what was gathered before; null without statistics
   * @param flat where the slope is flat; null without statistics
   * @param left where records are left; null where there are none
   */
  void run(
      ObservedCall call,
      @Nullable Gathered gathered,
      @Nullable Saturation flat,
      @Nullable Span left) {
    boolean aligned =
        call.columns() % width(device, family) == 0 && call.aligned(width(device, family));
    Records records = call.records();
    Options options =
        options(aligned)
            .define("OBSERVE", gathered != null)
            .define("BIAS", call.bias() != null)
            .define("SUMS", records.sums())
            .define("BITS", records.bits())
            .define("INTERVALS", flat == null ? 0 : flat.from().length);
    Program program =
        programs.of(
            List.of(
                "real.cl",
                "math.cl",
                "activation/" + call.operation().activation().snippet() + ".cl",
                "access.cl",
                "record.cl",
                "seen.cl",
                "down.cl",
                "columns.cl"),
            options.toString());
    long block = left != null || !family.groups() ? Watch.BLOCK : FEW_ROWS;
    Arguments arguments =
        new Arguments()
            .add(call.x(), call.bias(), call.forward() ? null : call.gradient(), call.out(), left)
            .add(gathered != null && call.forward() ? gathered.numbers() : null)
            .add(call.rows(), call.columns(), block, call.operation().parameter());
    if (flat != null) {
      arguments.add(flat);
    }
    run(call, program.kernel(call.kernel()), block, arguments);
  }

  /** Queues the sums of each block and column of a result that is there. */
  void sums(ObservedCall call, Span left) {
    int width = width(device, family);
    boolean aligned = call.columns() % width == 0 && call.out().aligned(width);
    List<String> files = List.of("real.cl", "access.cl", "record.cl", "down.cl", "column_sums.cl");
    Kernel kernel = programs.of(files, options(aligned).toString()).kernel("column_sums");
    long block = Watch.BLOCK;
    Arguments arguments = new Arguments().add(call.out(), left, call.rows(), call.columns(), block);
    run(call, kernel, block, arguments);
  }

  private void run(ObservedCall call, Kernel kernel, long block, Arguments arguments) {
    long items =
        Math.multiplyExact(
            RowKernels.divideUp(call.columns(), abreast() * width(device, family)),
            RowKernels.divideUp(call.rows(), block));
    long group = family.groups() ? Math.min(tuning.get(Knob.GROUP), kernel.maxGroup()) : 1;
    long wanted = RowKernels.divideUp(items, group);
    long groups = Math.min(wanted, device.mostGroups(tuning.get(Knob.GROUPS_PER_UNIT)));
    kernel.run(call.queue(), groups, group, arguments.all());
  }

  private Options options(boolean aligned) {
    return new Options()
        .define("WIDTH", width(device, family))
        .define("ALIGNED", aligned)
        .define("TOGETHER", family.groups() ? TOGETHER : 1)
        .define("ABREAST", abreast());
  }

  private long abreast() {
    return family.groups() ? 1 : ABREAST;
  }
}
