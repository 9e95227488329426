package org.hillock.opencl;

import java.lang.ref.Reference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hillock.backend.Holdings.Holding;
import org.hillock.backend.Statistics;
import org.hillock.backend.Totals;
import org.hillock.backend.Totals.Count;
import org.hillock.backend.Totals.Event;
import org.hillock.backend.Totals.Sum;
import org.hillock.insight.Place;
import org.hillock.insight.Watch;
import org.hillock.op.Direction;
import org.jspecify.annotations.Nullable;

/**
 * Statistics in a device's memory. Ones that their owner loses are found, released and reported.
 */
final class OpenClStatistics extends Statistics {

  /** Which of the sums is that of the upstream gradient's squares. */
  static final long GRADIENTS = 3;

  private final OpenClBackend backend;
  private final Engine engine;
  private final Gathered gathered;
  private final Holding holding;
  private long calls;
  private long perUnit;
  private boolean slopes;

  /** Takes their memory; called inside {@link Engine#run}. */
  OpenClStatistics(OpenClBackend backend, Watch watch) {
    super(backend, watch);
    this.backend = backend;
    Engine open = backend.parts().engine();
    engine = open;
    Gathered taken = Gathered.take(open, Math.max(1, watch.units()), watch.histogram() > 0);
    gathered = taken;
    try {
      backend.parts().kernels().observed().clear(open.queue(), taken);
    } catch (RuntimeException e) {
      taken.release();
      throw e;
    }
    holding =
        backend.parts().holdings().hold(this, taken.bytes(), () -> open.giveBack(taken::release));
  }

  /** How many calls there were before. */
  long calls() {
    return calls;
  }

  /**
   * Uses the memory for a call.
   *
   * @param results how many results each unit has in it
   * @param ofSlopes whether it tells the slopes of an activation
   * @param call queues it
   */
  void gather(long results, boolean ofSlopes, Consumer<Gathered> call) {
    gathered.use(
        memory -> {
          call.accept(memory);
          return true;
        });
    calls++;
    perUnit += results;
    slopes = ofSlopes;
  }

  /** Whether the next call's first results are the pivots. */
  boolean needPivots(Direction direction) {
    return calls == 0 && direction == Direction.FORWARD;
  }

  @Override
  protected Totals read() {
    float[] numbers = run(memory -> memory.readNumbers(engine.queue()));
    long[] counts = run(memory -> memory.readCounts(engine.queue()));
    Totals totals = new Totals(watch());
    for (int unit = 0; unit < gathered.units(); unit++) {
      read(totals, unit, numbers, counts);
    }
    long firstBin = gathered.firstBin();
    System.arraycopy(counts, (int) firstBin, totals.histogram(), 0, gathered.bins());
    totals.called(calls, perUnit);
    return totals;
  }

  private void read(Totals totals, int unit, float[] numbers, long[] counts) {
    int units = gathered.units();
    totals.pivots()[unit] = numbers[unit];
    Sum[] sums = Sum.values();
    for (int i = 0; i < sums.length; i++) {
      int high = (1 + 2 * i) * units + unit;
      totals.sum(sums[i]).add(unit, numbers[high], numbers[high + units]);
    }
    totals.range(
        unit, numbers[Gathered.LEAST * units + unit], numbers[Gathered.MOST * units + unit]);
    totals.count(Count.ZEROS)[unit] = counts[unit];
    totals.count(Count.SATURATED)[unit] = counts[units + unit];
    totals.count(Count.SLOPES)[unit] = slopes ? perUnit - counts[5 * units + unit] : 0;
    totals.count(Count.ROWS)[unit] = counts[Gathered.ROWS * units + unit];
    Event[] events = Event.values();
    for (int kind = 0; kind < events.length; kind++) {
      long first = counts[(Gathered.FIRSTS + kind) * units + unit];
      long call = counts[(Gathered.CALLS + kind) * units + unit];
      @Nullable Place place = call < 0 ? null : new Place(call, first);
      totals.event(events[kind], unit, counts[(2 + kind) * units + unit], place);
    }
  }

  @Override
  protected void clear() {
    run(
        memory -> {
          backend.parts().kernels().observed().clear(engine.queue(), memory);
          return true;
        });
    calls = 0;
    perUnit = 0;
    slopes = false;
  }

  @Override
  protected void release() {
    holding.close();
  }

  private <T> T run(Function<Gathered, T> work) {
    try {
      return engine.run(() -> gathered.use(work));
    } finally {
      Reference.reachabilityFence(this);
    }
  }
}
