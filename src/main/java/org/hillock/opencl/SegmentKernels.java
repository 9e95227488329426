package org.hillock.opencl;

import java.util.ArrayList;
import java.util.List;
import org.hillock.insight.Saturation;
import org.hillock.insight.Watch;
import org.jspecify.annotations.Nullable;

/** Runs {@code observed.cl} and {@code squares.cl}: a unit of work for each segment of a tensor. */
final class SegmentKernels {

  private static final List<String> UNITS = List.of("access.cl", "fold.cl", "unit.cl");

  private final ClDevice device;
  private final Programs programs;
  private final Family family;

  SegmentKernels(ClDevice device, Programs programs, Family family) {
    this.device = device;
    this.programs = programs;
    this.family = family;
  }

  /** Queues a call of an activation, which leaves a record of each segment. */
  void run(ObservedCall call, Gathered gathered, Saturation flat, Span left) {
    boolean aligned = call.aligned(family.width(device));
    Options options =
        options(aligned, call.records())
            .define("BIAS", call.bias() != null)
            .define("INTERVALS", flat.from().length);
    Arguments arguments =
        new Arguments()
            .add(call.x(), call.bias(), call.forward() ? null : call.gradient(), call.out(), left)
            .add(call.forward() ? gathered.numbers() : null)
            .add(call.count(), call.bias() == null ? null : call.columns())
            .add(call.operation().parameter())
            .add(flat);
    Program program =
        program("activation/" + call.operation().activation().snippet() + ".cl", options);
    run(call.queue(), program.kernel(call.kernel()), call.records(), arguments);
  }

  /** Queues that a result is looked at, which leaves a record of each segment. */
  void look(Queue queue, Span result, long count, Gathered gathered, Span left) {
    Records records = Records.ofSegments(count, 2);
    boolean aligned = result.aligned(family.width(device));
    Options options = options(aligned, records).define("GIVEN", true).define("INTERVALS", 0);
    float unused = 0;
    Saturation none = new Saturation(new float[0], new float[0]);
    Arguments arguments =
        new Arguments().add(result, result, left, gathered.numbers(), count, unused).add(none);
    run(queue, program(null, options).kernel("forward"), records, arguments);
  }

  /** Queues the sums of the squares of what is finite, one for each segment. */
  void squares(Queue queue, Span values, long count, Span left) {
    Records records = Records.ofSegments(count, 1);
    boolean aligned = values.aligned(family.width(device));
    List<String> files = new ArrayList<>(List.of("real.cl"));
    files.addAll(UNITS);
    files.add("squares.cl");
    Program program = programs.of(files, options(aligned, records).toString());
    Arguments arguments = new Arguments().add(values, left, count);
    run(queue, program.kernel("add_squares"), records, arguments);
  }

  private void run(Queue queue, Kernel kernel, Records records, Arguments arguments) {
    Units.of(device, family).run(queue, kernel, records.count(), Watch.SEGMENT, arguments.all());
  }

  private Program program(@Nullable String snippet, Options options) {
    List<String> files = new ArrayList<>(List.of("real.cl"));
    if (snippet != null) {
      files.add("math.cl");
      files.add(snippet);
    }
    files.addAll(UNITS);
    files.addAll(List.of("record.cl", "seen.cl", "observed.cl"));
    return programs.of(files, options.toString());
  }

  private Options options(boolean aligned, Records records) {
    int width = family.groups() && !aligned ? 1 : family.width(device);
    return new Options()
        .define("WIDTH", width)
        .define("ALIGNED", aligned)
        .define("ITEMS", Units.of(device, family).items())
        .define("LANES", Watch.LANES)
        .define("SEGMENT", Watch.SEGMENT)
        .define("SUMS", records.sums())
        .define("BITS", records.bits());
  }
}
