package org.hillock.opencl;

import java.util.ArrayList;
import java.util.List;
import org.hillock.insight.Watch;
import org.jspecify.annotations.Nullable;

/** Runs {@code pivots.cl}, before the first call forward. */
final class PivotKernels {

  private final ClDevice device;
  private final Programs programs;
  private final Family family;

  PivotKernels(ClDevice device, Programs programs, Family family) {
    this.device = device;
    this.programs = programs;
    this.family = family;
  }

  /** Queues that the first results of an activation are found, before it may be in place. */
  void find(ObservedCall call, Gathered gathered) {
    String snippet = "activation/" + call.operation().activation().snippet() + ".cl";
    float a = call.operation().parameter();
    find(call.queue(), snippet, call.x(), call.bias(), a, gathered);
  }

  /** Queues that the first of results that are there is taken. */
  void take(Queue queue, Span results, Gathered gathered) {
    find(queue, null, results, null, 0, gathered);
  }

  private void find(
      Queue queue,
      @Nullable String snippet,
      Span x,
      @Nullable Span bias,
      float a,
      Gathered gathered) {
    int width = ColumnKernels.width(device, family);
    Options options =
        new Options()
            .define("WIDTH", width)
            .define("BIAS", bias != null)
            .define("GIVEN", snippet == null)
            .define("SUMS", 2)
            .define("BITS", Records.BY_COLUMN)
            .define("INTERVALS", 0);
    List<String> files = new ArrayList<>(List.of("real.cl"));
    if (snippet != null) {
      files.add("math.cl");
      files.add(snippet);
    }
    files.addAll(List.of("access.cl", "record.cl", "seen.cl", "pivots.cl"));
    Kernel kernel = programs.of(files, options.toString()).kernel("pivots");
    long units = gathered.units();
    long items = RowKernels.divideUp(units, width);
    long group = family.groups() ? Math.min(Watch.TOTAL_LANES, kernel.maxGroup()) : 1;
    Arguments arguments = new Arguments().add(x, bias, gathered.numbers(), units, a);
    kernel.run(queue, RowKernels.divideUp(items, group), group, arguments.all());
  }
}
