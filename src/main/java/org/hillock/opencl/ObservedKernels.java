package org.hillock.opencl;

import java.util.HashMap;
import java.util.Map;
import org.hillock.insight.Saturation;
import org.hillock.insight.Watch;
import org.hillock.op.Activation;
import org.hillock.op.Elementwise;

/**
 * Calls with a bias or with statistics: what computes and leaves records, and then what adds these
 * up.
 */
final class ObservedKernels {

  private final Family family;
  private final Scratch scratch;
  private final SegmentKernels segments;
  private final ColumnKernels columns;
  private final SeenRows rows;
  private final PivotKernels pivots;
  private final TotalsKernels totals;
  private final HistogramKernels histograms;
  private final Map<Flat, Saturation> flats = new HashMap<>();

  private record Flat(Activation activation, float parameter, float epsilon) {}

  /** Kernels whose units of work are those of a family. */
  ObservedKernels(Engine engine, Programs programs, Tuning tuning, Family like) {
    ClDevice device = engine.device();
    family = like.groups() ? Family.GROUP : Family.ITEM;
    scratch = new Scratch(engine, "the statistics of a call");
    segments = new SegmentKernels(device, programs, family);
    columns = new ColumnKernels(device, programs, tuning, family);
    rows = new SeenRows(new RowDevice(device, programs, tuning), family);
    pivots = new PivotKernels(device, programs, family);
    totals = new TotalsKernels(device, programs, family);
    histograms = new HistogramKernels(device, programs, family);
  }

  /** Queues that everything is forgotten. */
  void clear(Queue queue, Gathered gathered) {
    totals.clear(queue, gathered);
  }

  /** Queues a call of an activation on data that is not empty. */
  synchronized void run(ObservedCall call) {
    OpenClStatistics stats = call.stats();
    if (stats == null) {
      boolean sums = !call.forward() && call.bias() != null;
      Span left = sums ? scratch.take(call.records().size()) : null;
      columns.run(call, null, null, left);
      if (left != null) {
        gradient(call, call.records(), left);
      }
      return;
    }
    Watch watch = stats.watch();
    Saturation flat = flat(call.operation(), watch.saturation());
    stats.gather(
        call.count() / Math.max(1, watch.units()),
        !call.forward(),
        gathered -> {
          observe(call, gathered, flat, stats);
          histogram(call.queue(), call.out(), call.count(), watch, gathered);
        });
  }

  private void observe(
      ObservedCall call, Gathered gathered, Saturation flat, OpenClStatistics stats) {
    Records records = call.records();
    Span left = scratch.take(records.size());
    if (stats.needPivots(call.direction())) {
      pivots.find(call, gathered);
    }
    if (call.byColumn()) {
      columns.run(call, gathered, flat, left);
      totals.add(call.queue(), records, left, gathered, stats.calls());
      gradient(call, records, left.behind(records.plain() * records.word()));
      return;
    }
    segments.run(call, gathered, flat, left);
    totals.add(call.queue(), records, left, gathered, stats.calls());
    if (call.biasGradient() != null) {
      Records sums = Records.byColumn(call.rows(), call.columns(), 1);
      Span again = scratch.take(sums.word());
      columns.sums(call, again);
      gradient(call, sums, again);
    }
  }

  private void gradient(ObservedCall call, Records records, Span sums) {
    Span gradient = call.biasGradient();
    if (gradient != null) {
      totals.gradient(call.queue(), records, sums, gradient);
    }
  }

  /**
   * Queues a softmax on data that is not empty.
   *
   * @param call the softmax
   * @param compute queues it without statistics
   */
  synchronized void run(RowCall call, OpenClStatistics stats, Runnable compute) {
    long count = call.rows().count() * call.rows().columns();
    stats.gather(
        count,
        false,
        gathered -> {
          Records records = Records.ofSegments(count, 2);
          Span own = scratch.take(SeenRows.size(call) + records.size());
          Span left = own.behind(SeenRows.size(call));
          before(call, count, gathered, own, left);
          compute.run();
          if (stats.needPivots(call.direction())) {
            pivots.take(call.queue(), call.out(), gathered);
          }
          segments.look(call.queue(), call.out(), count, gathered, left);
          totals.add(call.queue(), records, left, gathered, stats.calls());
          rows.look(call, own, records, left);
          if (call.forward()) {
            totals.sums(call.queue(), SeenRows.records(call), own, gathered, SeenRows.ENTROPIES);
          }
          rows.add(call, own, gathered, stats.calls());
          histogram(call.queue(), call.out(), count, stats.watch(), gathered);
        });
  }

  /** What has to be known of a softmax's input before its result may be written over it. */
  private void before(RowCall call, long count, Gathered gathered, Span own, Span left) {
    if (!call.forward()) {
      segments.squares(call.queue(), call.gradient(), count, left);
      Records squares = Records.ofSegments(count, 1);
      totals.sums(call.queue(), squares, left, gathered, OpenClStatistics.GRADIENTS);
    }
    rows.before(call, own);
  }

  private void histogram(Queue queue, Span results, long count, Watch watch, Gathered gathered) {
    int every = watch.histogram();
    if (every > 0) {
      Span parts = scratch.take(HistogramKernels.scratch(count, every));
      histograms.run(queue, results, count, every, parts, gathered);
    }
  }

  /** Where the slope is flat, which takes a while to find. */
  private Saturation flat(Elementwise operation, float epsilon) {
    return flats.computeIfAbsent(
        new Flat(operation.activation(), operation.parameter(), epsilon),
        key -> Saturation.of(operation, epsilon));
  }
}
