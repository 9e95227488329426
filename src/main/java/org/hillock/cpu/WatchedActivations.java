package org.hillock.cpu;

import org.hillock.backend.HostStatistics;
import org.hillock.backend.Total;
import org.hillock.backend.Totals;
import org.hillock.backend.Workers;
import org.hillock.insight.Histogram;
import org.hillock.insight.Saturation;
import org.hillock.insight.Watch;
import org.jspecify.annotations.Nullable;

/**
 * Activations with a bias or with statistics, in the pass that computes them. {@link
 * org.hillock.backend.Observed} is what it all means.
 */
final class WatchedActivations {

  /** What gathering takes of one element: about as many operations. */
  private static final int OPERATIONS = 24;

  private final Workers workers;
  private final int lanes;
  private final Resident resident;
  private final SoftmaxMaps maps;
  private final GatherLoops gather;
  private final SegmentLoops segments;
  private final Pool<Strip> strips;
  private final Pool<Strip> wideStrips;

  WatchedActivations(
      Twins twins, GatherLoops gather, SegmentLoops segments, Workers workers, Resident resident) {
    this.workers = workers;
    this.lanes = twins.lanes();
    this.resident = resident;
    this.maps = twins.softmaxMaps();
    this.gather = gather;
    this.segments = segments;
    int most = 2 * workers.threads();
    this.strips = new Pool<>(most, Strip::ofSegment);
    this.wideStrips = new Pool<>(most, Strip::ofTile);
  }

  /** Computes, and gathers. */
  void run(WatchedCall call) {
    HostStatistics stats = call.stats();
    CpuTensor biasGradient = call.biasGradient();
    if (call.size() == 0) {
      finishEmpty(call);
      return;
    }
    float[] biasNumbers = biasGradient == null ? null : new float[call.blocks() * call.columns()];
    // Where no tensor is watched, a block's columns may be added up on the way.
    boolean byUnits = call.units() > 0 || (stats == null && biasNumbers != null);
    Numbers numbers = numbers(call);
    ElementWork work = work(call, call.loops());
    if (stats != null && call.dy() == null && stats.totals().calls() == 0) {
      findPivots(call, work, stats.totals().pivots());
    }
    if (byUnits) {
      walkUnits(call, work, numbers, biasNumbers);
    } else {
      walkSegments(call, work, numbers);
    }
    if (biasNumbers != null && !byUnits) {
      // Segments do not end where blocks do.
      walkUnits(call, work(call, null), null, biasNumbers);
    }
    if (stats != null && numbers != null) {
      numbers.total(stats.totals());
      stats.totals().called(call.size() / Math.max(1, call.units()));
    }
    if (biasNumbers != null && biasGradient != null) {
      finish(biasNumbers, call.blocks(), biasGradient);
    }
  }

  private void finishEmpty(WatchedCall call) {
    if (call.stats() != null) {
      call.stats().totals().called(0);
    }
    if (call.biasGradient() != null) {
      finish(new float[0], 0, call.biasGradient());
    }
  }

  private void finish(float[] numbers, int blocks, CpuTensor biasGradient) {
    float[] sums = new float[(int) biasGradient.shape().size()];
    Total total = new Total(sums.length);
    total.addAll(numbers, blocks);
    for (int c = 0; c < sums.length; c++) {
      sums[c] = total.rounded(c);
    }
    resident.write(sums, 0, sums.length, biasGradient, 0);
  }

  private static @Nullable Numbers numbers(WatchedCall call) {
    if (call.stats() == null) {
      return null;
    }
    boolean backward = call.dy() != null;
    return call.units() == 0
        ? new Numbers(call.segments(), 1, backward)
        : new Numbers(call.blocks(), call.units(), backward);
  }

  private void walkSegments(WatchedCall call, ElementWork work, @Nullable Numbers numbers) {
    HostStatistics stats = call.stats();
    SegmentGather gather = null;
    if (stats != null && numbers != null && work.edges() != null) {
      Sample sample = new Sample(stats.watch().histogram());
      gather = new SegmentGather(work, work.edges(), segments, sample, stats.totals(), numbers);
    }
    SegmentPass pass = new SegmentPass(workers, strips, work, cost(call), gather);
    resident.pieces(call, Watch.SEGMENT, false, pass::run);
  }

  private void walkUnits(
      WatchedCall call,
      ElementWork work,
      @Nullable Numbers numbers,
      float @Nullable [] biasNumbers) {
    HostStatistics stats = numbers == null ? null : call.stats();
    Totals totals = stats == null ? null : stats.totals();
    UnitPass pass =
        new UnitPass(
            workers, wideStrips, work, cost(call), gather, maps, totals, numbers, biasNumbers);
    Sample sample = new Sample(stats == null ? 0 : stats.watch().histogram());
    int columns = call.columns();
    resident.pieces(
        call,
        (long) Watch.BLOCK * columns,
        work.loops() == null,
        piece -> {
          pass.run(piece, columns);
          if (totals != null) {
            int[] bins = new int[Histogram.BINS];
            sample.count(piece, bins);
            Strip.flush(bins, totals);
          }
        });
  }

  private int cost(WatchedCall call) {
    return CpuBackend.picoseconds(call.operations() + OPERATIONS, lanes);
  }

  private ElementWork work(WatchedCall call, @Nullable ActivationLoops loops) {
    CpuTensor given = call.bias();
    float[] bias = null;
    int period = 1;
    if (given != null) {
      period = call.columns();
      bias = new float[period + Pages.PAGE];
      resident.read(given, 0, bias, period);
      for (int i = period; i < bias.length; i++) {
        bias[i] = bias[i - period];
      }
    }
    HostStatistics stats = call.stats();
    Edges edges =
        stats == null || loops == null
            ? null
            : Edges.of(Saturation.of(call.operation(), stats.watch().saturation()));
    float a = call.operation().parameter();
    return new ElementWork(loops, a, bias, period, segments, edges, null);
  }

  /** The pivots are the first results. */
  private void findPivots(WatchedCall call, ElementWork work, float[] pivots) {
    resident.read(call.x(), 0, pivots, pivots.length);
    float[] bias = work.bias();
    for (int c = 0; bias != null && c < pivots.length; c++) {
      pivots[c] += bias[c];
    }
    float a = call.operation().parameter();
    call.loops().forward(pivots, 0, pivots, 0, pivots.length, a);
    for (int c = 0; c < pivots.length; c++) {
      pivots[c] = Float.isFinite(pivots[c]) ? pivots[c] : 0;
    }
  }
}
