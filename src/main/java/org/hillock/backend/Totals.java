package org.hillock.backend;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.hillock.insight.Histogram;
import org.hillock.insight.Place;
import org.hillock.insight.Summary;
import org.hillock.insight.Watch;
import org.hillock.op.Direction;
import org.jspecify.annotations.Nullable;

/**
 * What has been gathered so far, for each unit, or for the whole tensor as the only one. Backends
 * fill it in.
 */
public final class Totals {

  /** What is added up, in two floats. */
  public enum Sum {
    /** The results, less the pivot. */
    RESULTS,
    /** The squares of that. */
    SQUARES,
    /** The slopes' absolute values; backward of activations only. */
    SLOPES,
    /** The squares of the upstream gradient; backward only. */
    GRADIENTS,
    /** The entropies of rows, in nats; forward of softmax only. */
    ENTROPIES,
    /** The largest probabilities of rows; forward of softmax only. */
    TOPS
  }

  /** What is counted. */
  public enum Count {
    /** Results that are zero. */
    ZEROS,
    /** Inputs at which the slope is nearly flat. */
    SATURATED,
    /** Slopes that are finite; backward of activations only. */
    SLOPES,
    /** Rows of which a result is no NaN; forward of softmax only. */
    ROWS
  }

  /** Results of which the first is remembered, beside their number. */
  public enum Event {
    /** A NaN. */
    NAN,
    /** An infinity. */
    INFINITY,
    /** One of the two, from finite input. */
    MADE
  }

  private final int units;
  private final Map<Sum, Total> sums = new EnumMap<>(Sum.class);
  private final Map<Count, long[]> counts = new EnumMap<>(Count.class);
  private final Map<Event, long[]> events = new EnumMap<>(Event.class);
  private final Map<Event, @Nullable Place[]> firsts = new EnumMap<>(Event.class);
  private final float[] pivots;
  private final float[] least;
  private final float[] most;
  private final long[] histogram;
  private long calls;
  private long perUnit;

  /**
   * Nothing yet.
   *
   * @param watch what is gathered
   */
  public Totals(Watch watch) {
    units = Math.max(1, watch.units());
    for (Sum sum : Sum.values()) {
      sums.put(sum, new Total(units));
    }
    for (Count count : Count.values()) {
      counts.put(count, new long[units]);
    }
    for (Event event : Event.values()) {
      events.put(event, new long[units]);
      firsts.put(event, new @Nullable Place[units]);
    }
    pivots = new float[units];
    least = new float[units];
    most = new float[units];
    histogram = new long[watch.histogram() > 0 ? Histogram.BINS : 0];
    clear();
  }

  /** Forgets everything. */
  public void clear() {
    sums.values().forEach(Total::clear);
    counts.values().forEach(count -> Arrays.fill(count, 0));
    events.values().forEach(event -> Arrays.fill(event, 0));
    firsts.values().forEach(first -> Arrays.fill(first, null));
    Arrays.fill(pivots, 0);
    Arrays.fill(least, Float.POSITIVE_INFINITY);
    Arrays.fill(most, Float.NEGATIVE_INFINITY);
    Arrays.fill(histogram, 0);
    calls = 0;
    perUnit = 0;
  }

  /**
   * How many units there are.
   *
   * @return at least 1
   */
  public int units() {
    return units;
  }

  /**
   * A sum.
   *
   * @param sum which one
   * @return the live sum, to add to
   */
  public Total sum(Sum sum) {
    return Objects.requireNonNull(sums.get(sum));
  }

  /**
   * Counts.
   *
   * @param count what is counted
   * @return the live counts, one for each unit
   */
  public long[] count(Count count) {
    return Objects.requireNonNull(counts.get(count));
  }

  /**
   * The pivots.
   *
   * @return the live numbers, one for each unit; those that set them do so in the first call
   */
  public float[] pivots() {
    return pivots;
  }

  /**
   * The bins of the histogram.
   *
   * @return the live numbers; none when none are asked for
   */
  public long[] histogram() {
    return histogram;
  }

  /**
   * How many calls there were before.
   *
   * @return the number of the next call
   */
  public long calls() {
    return calls;
  }

  /**
   * Ends a call.
   *
   * @param results how many results each unit had in it
   */
  public void called(long results) {
    calls++;
    perUnit += results;
  }

  /**
   * Ends calls that were gathered elsewhere.
   *
   * @param number how many calls
   * @param results how many results each unit had in all of them
   */
  public void called(long number, long results) {
    calls += number;
    perUnit += results;
  }

  /**
   * Notes how far the finite results of a unit reach.
   *
   * @param unit which unit
   * @param low the least, or +infinity
   * @param high the largest, or -infinity
   */
  public void range(int unit, float low, float high) {
    least[unit] = Math.min(least[unit], low);
    most[unit] = Math.max(most[unit], high);
  }

  /**
   * Notes results of this call.
   *
   * @param event of what kind
   * @param unit of which unit
   * @param number how many
   * @param first the index of the first in the tensor; of no meaning when there are none
   */
  public void event(Event event, int unit, long number, long first) {
    @Nullable Place[] places = first(event);
    Place before = places[unit];
    if (number > 0 && (before == null || (before.call() == calls && first < before.index()))) {
      places[unit] = new Place(calls, first);
    }
    number(event)[unit] += number;
  }

  /**
   * Notes results of calls that were gathered elsewhere, where none were noted before.
   *
   * @param event of what kind
   * @param unit of which unit
   * @param number how many
   * @param place where the first was; null when there are none
   */
  public void event(Event event, int unit, long number, @Nullable Place place) {
    first(event)[unit] = place;
    number(event)[unit] = number;
  }

  /**
   * What was gathered of a unit.
   *
   * @param unit which unit
   * @param direction of the calls
   * @param softmax whether they were of a softmax
   * @return the summary, without the histogram
   */
  public Summary unit(int unit, Direction direction, boolean softmax) {
    return new Reading(this, unit, unit + 1)
        .summary(direction, softmax, new Histogram(new long[0]));
  }

  /**
   * What was gathered of the tensor.
   *
   * @param direction of the calls
   * @param softmax whether they were of a softmax
   * @return the summary
   */
  public Summary whole(Direction direction, boolean softmax) {
    return new Reading(this, 0, units).summary(direction, softmax, new Histogram(histogram));
  }

  /** How many results of a kind each unit has. */
  long[] number(Event event) {
    return Objects.requireNonNull(events.get(event));
  }

  /** Where the first of them is, for each unit. */
  @Nullable Place[] first(Event event) {
    return Objects.requireNonNull(firsts.get(event));
  }

  /** The least finite result of each unit. */
  float[] least() {
    return least;
  }

  /** The largest finite result of each unit. */
  float[] most() {
    return most;
  }

  /** How many results each unit has. */
  long perUnit() {
    return perUnit;
  }
}
