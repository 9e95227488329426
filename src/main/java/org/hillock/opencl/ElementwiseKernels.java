package org.hillock.opencl;

import java.util.List;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;

/** Runs {@code elementwise.cl} with the snippet of an activation. */
final class ElementwiseKernels {

  /** Vectors that a work-item takes one behind the other where units of work are work-items. */
  private static final int STRETCH = 128;

  private final ClDevice device;
  private final Programs programs;
  private final Tuning tuning;

  ElementwiseKernels(ClDevice device, Programs programs, Tuning tuning) {
    this.device = device;
    this.programs = programs;
    this.tuning = tuning;
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
    int width = family.width(device);
    boolean forward = direction == Direction.FORWARD;
    boolean aligned = x.aligned(width) && out.aligned(width) && (forward || dy.aligned(width));
    Options options = new Options().define("WIDTH", width).define("ALIGNED", aligned);
    if (family.groups()) {
      options.define("EACH", tuning.vectors());
    } else {
      options.define("STRETCH", STRETCH);
    }
    Program program =
        programs.of(
            List.of(
                "real.cl",
                "math.cl",
                "activation/" + operation.activation().snippet() + ".cl",
                "access.cl",
                "elementwise.cl"),
            options.toString());
    Kernel kernel = program.kernel(forward ? "forward" : "backward");
    long vectors = RowKernels.divideUp(count, width);
    long group = family.groups() ? Math.min(tuning.group(), kernel.maxGroup()) : 1;
    long groups =
        family.groups()
            ? Math.min(
                RowKernels.divideUp(vectors, group * tuning.vectors()),
                device.mostGroups(tuning.groupsPerUnit()))
            : RowKernels.divideUp(vectors, STRETCH);
    float a = operation.parameter();
    if (forward) {
      kernel.run(queue, groups, group, x, out, count, a);
    } else {
      kernel.run(queue, groups, group, x, dy, out, count, a);
    }
  }
}
