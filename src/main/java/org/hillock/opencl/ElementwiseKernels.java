package org.hillock.opencl;

import java.util.List;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;

/** Runs {@code elementwise.cl} with the snippet of an activation. */
final class ElementwiseKernels {

  /** Vectors that a work-item takes one behind the other where units of work are work-items. */
  private static final int STRETCH = 128;

  private static final long GROUP = 256;

  /** Enough groups to fill every device; a group goes on to further vectors when there are more. */
  private static final long GROUPS_PER_UNIT = 64;

  private final Engine engine;
  private final Programs programs;

  ElementwiseKernels(Engine engine, Programs programs) {
    this.engine = engine;
    this.programs = programs;
  }

  void run(
      Queue queue,
      Elementwise operation,
      Direction direction,
      Family family,
      long count,
      Span x,
      Span dy,
      Span out) {
    int width = family.width(engine.device());
    boolean aligned = x.aligned(width) && dy.aligned(width) && out.aligned(width);
    long vectors = divideUp(count, width);
    Program program =
        programs.of(
            List.of(
                "real.cl",
                "math.cl",
                "activation/" + operation.activation().snippet() + ".cl",
                "access.cl",
                "elementwise.cl"),
            "-D WIDTH="
                + width
                + (aligned ? " -D ALIGNED" : "")
                + (family.groups() ? "" : " -D STRETCH=" + STRETCH));
    Kernel kernel = program.kernel(direction == Direction.FORWARD ? "forward" : "backward");
    long group = family.groups() ? Math.min(GROUP, kernel.maxGroup()) : 1;
    long groups =
        family.groups()
            ? Math.min(divideUp(vectors, group), engine.device().mostGroups(GROUPS_PER_UNIT))
            : divideUp(vectors, STRETCH);
    float a = operation.parameter();
    if (direction == Direction.FORWARD) {
      kernel.run(queue, groups, group, x, out, count, a);
    } else {
      kernel.run(queue, groups, group, x, dy, out, count, a);
    }
  }

  static long divideUp(long number, long divisor) {
    return (number + divisor - 1) / divisor;
  }
}
