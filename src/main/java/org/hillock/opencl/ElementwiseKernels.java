package org.hillock.opencl;

import java.util.List;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;

/** Runs {@code elementwise.cl} with the snippet of an activation. */
final class ElementwiseKernels {

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
    boolean groups = family.groups();
    long each = tuning.get(groups ? Knob.VECTORS : Knob.STRETCH);
    Options options =
        new Options()
            .define("WIDTH", width)
            .define("ALIGNED", aligned)
            .define(groups ? "EACH" : "STRETCH", each);
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
    long group = groups ? Math.min(tuning.get(Knob.GROUP), kernel.maxGroup()) : 1;
    long wanted = RowKernels.divideUp(count, width * each * group);
    long started =
        groups ? Math.min(wanted, device.mostGroups(tuning.get(Knob.GROUPS_PER_UNIT))) : wanted;
    float a = operation.parameter();
    if (forward) {
      kernel.run(queue, started, group, x, out, count, a);
    } else {
      kernel.run(queue, started, group, x, dy, out, count, a);
    }
  }
}
