package org.hillock.cpu;

import org.hillock.backend.HostStatistics;
import org.hillock.backend.Total;
import org.hillock.backend.Workers;
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
  private final Pool<Strip> pool;

  WatchedActivations(Twins twins, GatherLoops gather, Workers workers, Resident resident) {
    this.workers = workers;
    this.lanes = twins.lanes();
    this.resident = resident;
    this.maps = twins.softmaxMaps();
    this.gather = gather;
    this.pool = new Pool<>(2 * workers.threads(), Strip::new);
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
    TileWork work = work(call, call.loops(), byUnits && biasNumbers != null);
    if (stats != null && call.dy() == null && stats.totals().calls() == 0) {
      findPivots(call, work, stats.totals().pivots());
    }
    walk(call, pass(call, work, numbers, byUnits ? biasNumbers : null), byUnits);
    if (biasNumbers != null && !byUnits) {
      // Segments do not end where blocks do.
      walk(call, pass(call, work(call, null, true), null, biasNumbers), true);
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

  private ActivationPass pass(
      WatchedCall call, TileWork work, @Nullable Numbers numbers, float @Nullable [] biasNumbers) {
    HostStatistics stats = call.stats();
    int operations = call.operations() + OPERATIONS;
    return new ActivationPass(
        workers,
        pool,
        work,
        CpuBackend.picoseconds(operations, lanes),
        stats == null ? Watch.tensors() : stats.watch(),
        numbers == null || stats == null ? null : stats.totals(),
        numbers,
        biasNumbers);
  }

  private TileWork work(WatchedCall call, @Nullable ActivationLoops loops, boolean columnSums) {
    CpuTensor given = call.bias();
    float[] bias = null;
    int period = 1;
    if (given != null) {
      period = call.columns();
      bias = new float[period + Tile.MOST];
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
    return new TileWork(loops, a, bias, period, gather, edges, maps, columnSums, null);
  }

  /** The pivots are the first results. */
  private void findPivots(WatchedCall call, TileWork work, float[] pivots) {
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

  private void walk(WatchedCall call, ActivationPass pass, boolean byUnits) {
    int columns = byUnits ? call.columns() : 1;
    long whole = byUnits ? (long) Watch.BLOCK * columns : Watch.SEGMENT;
    resident.pieces(
        call,
        whole,
        pass.work().loops() == null,
        piece -> {
          if (byUnits) {
            pass.units(piece, columns);
            pass.histogram(piece);
          } else {
            pass.segments(piece);
          }
        });
  }
}
