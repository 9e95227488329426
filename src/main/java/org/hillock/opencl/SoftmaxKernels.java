package org.hillock.opencl;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hillock.op.Direction;
import org.hillock.op.Rows;
import org.hillock.op.Softmax;

/**
 * Runs {@code softmax_rows.cl}, {@code softmax_split.cl}, {@code softmax_abreast.cl} and {@code
 * softmax_short.cl}.
 */
final class SoftmaxKernels {

  private static final List<String> ROW_FILES = unitFiles("softmax_rows.cl");

  private static final List<String> SPLIT_FILES = unitFiles("softmax_split.cl");

  private static final List<String> ABREAST_FILES =
      List.of(
          "real.cl",
          "math.cl",
          "uniform_varies.cl",
          "softmax_maps.cl",
          "softmax_kind.cl",
          "uniform_again.cl",
          "access.cl",
          "softmax_abreast.cl");

  private static final List<String> SHORT_FILES =
      List.of(
          "real.cl",
          "math.cl",
          "uniform_varies.cl",
          "softmax_maps.cl",
          "softmax_kind.cl",
          "uniform_again.cl",
          "access.cl",
          "fold.cl",
          "softmax_short.cl");

  private final Engine engine;
  private final Programs programs;
  private final Map<Queue, Memory> scratch = new HashMap<>();

  SoftmaxKernels(Engine engine, Programs programs) {
    this.engine = engine;
    this.programs = programs;
  }

  void run(
      Queue queue,
      Softmax softmax,
      Direction direction,
      Family family,
      Rows rows,
      Span in,
      Span gradient,
      Span out) {
    Units units = Units.of(engine.device(), family);
    int width = family.width(engine.device(), rows);
    boolean aligned = in.aligned(width) && gradient.aligned(width) && out.aligned(width);
    Program program = program(softmax, family, units, rows, aligned);
    float inverseT = softmax.inverseTemperature();
    if (family.splits()) {
      split(queue, program, units, direction, rows, inverseT, in, gradient, out);
      return;
    }
    long count = rows.count();
    Object[] arguments =
        direction == Direction.FORWARD
            ? new Object[] {in, out, count, rows.columns(), rows.inner(), inverseT}
            : new Object[] {in, gradient, out, count, rows.columns(), rows.inner(), inverseT};
    long work =
        switch (family) {
          case SHORT -> ElementwiseKernels.divideUp(count, width);
          case ABREAST -> rows.outer() * ElementwiseKernels.divideUp(rows.inner(), width);
          default -> count;
        };
    long each = count * rows.columns() / work;
    units.run(queue, program.kernel(name(direction)), work, each, arguments);
  }

  private static String name(Direction direction) {
    return direction == Direction.FORWARD ? "forward" : "backward";
  }

  private static List<String> unitFiles(String kernels) {
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

  private Program program(Softmax softmax, Family family, Units units, Rows rows, boolean aligned) {
    boolean log = softmax.logarithmic();
    int width = family.width(engine.device(), rows);
    boolean abreast = family == Family.ABREAST;
    String options =
        String.format(
            Locale.ROOT, // whatever digits the user's own language has
            "-D WIDTH=%d -D ITEMS=%d -D LANES=%d -D SEGMENT=%d -D LOG=%d -D KEEP=%d",
            width,
            units.items(),
            Softmax.LANES,
            Softmax.SEGMENT,
            log ? 1 : 0,
            log || family.groups() ? 0 : 1);
    if (family == Family.SHORT) {
      long padded = Math.max(2, Long.highestOneBit(2 * rows.columns() - 1));
      options += " -D PADDED=" + padded + " -D ROWS=" + width / padded;
    } else if (!abreast && !rows.contiguous()) {
      options += " -D STRIDED";
    } else if (aligned && (abreast ? rows.inner() : rows.columns()) % width == 0) {
      options += " -D ALIGNED";
    }
    if (abreast && rows.columns() <= Softmax.LANES) {
      options += " -D SHORT";
    }
    return programs.of(files(family), options);
  }

  private static List<String> files(Family family) {
    return switch (family) {
      case GROUP, ITEM -> ROW_FILES;
      case GROUP_SPLIT, ITEM_SPLIT -> SPLIT_FILES;
      case ABREAST -> ABREAST_FILES;
      case SHORT -> SHORT_FILES;
    };
  }

  /**
   * Segment by segment. A queue runs in order, so all calls on it can share one scratch memory:
   * each queues all its steps at once.
   */
  private synchronized void split(
      Queue queue,
      Program program,
      Units units,
      Direction direction,
      Rows rows,
      float inverseT,
      Span in,
      Span gradient,
      Span out) {
    long count = rows.count();
    long columns = rows.columns();
    long inner = rows.inner();
    long segments = (columns - 1) / Softmax.SEGMENT + 1;
    long all = Math.multiplyExact(count, segments);
    Memory partial = scratch(queue, (2 * count + all) * Float.BYTES, rows);
    if (direction == Direction.FORWARD) {
      units.run(
          queue,
          program.kernel("segment_maximum"),
          all,
          columns,
          in,
          partial,
          count,
          columns,
          inner);
      program.kernel("row_maximum").run(queue, count, 1, partial, count, segments);
      units.run(
          queue,
          program.kernel("segment_exponential_sum"),
          all,
          columns,
          in,
          out,
          partial,
          count,
          columns,
          inner,
          inverseT);
      program.kernel("row_sum").run(queue, count, 1, partial, count, segments);
      units.run(
          queue,
          program.kernel("segment_result"),
          all,
          columns,
          in,
          out,
          partial,
          count,
          columns,
          inner,
          inverseT);
    } else {
      units.run(
          queue,
          program.kernel("segment_gradient_sum"),
          all,
          columns,
          in,
          gradient,
          partial,
          count,
          columns,
          inner);
      program.kernel("row_sum").run(queue, count, 1, partial, count, segments);
      units.run(
          queue,
          program.kernel("segment_gradient"),
          all,
          columns,
          in,
          gradient,
          out,
          partial,
          count,
          columns,
          inner,
          inverseT);
    }
  }

  private Memory scratch(Queue queue, long bytes, Rows rows) {
    Memory held = scratch.get(queue);
    if (held == null || held.bytes() < bytes) {
      Memory larger = Memory.take(engine, bytes, "the sums of %d rows".formatted(rows.count()));
      if (held != null) {
        held.release();
      }
      scratch.put(queue, larger);
      return larger;
    }
    return held;
  }
}
