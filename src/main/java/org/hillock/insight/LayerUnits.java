package org.hillock.insight;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.hillock.op.Elementwise;

/**
 * What became of the units of a layer over some batches: see {@link DeadUnitMonitor}.
 *
 * @param layer its name
 * @param operation its activation
 * @param measure what tells that a unit is dead
 * @param units how many units it has
 * @param batches how many batches were seen
 * @param neverFired the units whose results were zero in every sample of every batch, from 0, in
 *     rising order
 * @param zeroInLastBatch the units that were zero all through the last batch, but fired in one
 *     before
 * @param alwaysSaturated the units with |f'(x)| below the bound of the watch in every sample of
 *     every batch
 */
public record LayerUnits(
    String layer,
    Elementwise operation,
    Measure measure,
    int units,
    long batches,
    List<Integer> neverFired,
    List<Integer> zeroInLastBatch,
    List<Integer> alwaysSaturated) {

  /** A sentence names no more units than these. */
  private static final int NAMED = 8;

  /** What tells that a unit is dead. */
  public enum Measure {
    /** The activation is exactly 0, and flat, up to a corner: a dead unit never fires. */
    ZEROS,
    /** It is 0 up to no corner, as leaky and smooth ones: a dead unit is always saturated. */
    SATURATION
  }

  /** Units in copies of the lists. */
  public LayerUnits {
    neverFired = List.copyOf(neverFired);
    zeroInLastBatch = List.copyOf(zeroInLastBatch);
    alwaysSaturated = List.copyOf(alwaysSaturated);
  }

  /**
   * The units that learn nothing any more, by the measure that fits the activation.
   *
   * @return which ones, in rising order
   */
  public List<Integer> dead() {
    return measure == Measure.ZEROS ? neverFired : alwaysSaturated;
  }

  /**
   * The share of units that are dead.
   *
   * @return from 0 to 1
   */
  public double deadShare() {
    return share(dead());
  }

  /**
   * The share of units that never fired.
   *
   * @return from 0 to 1
   */
  public double neverFiredShare() {
    return share(neverFired);
  }

  /**
   * The share of units that were saturated in every sample.
   *
   * @return from 0 to 1
   */
  public double alwaysSaturatedShare() {
    return share(alwaysSaturated);
  }

  private double share(List<Integer> some) {
    return (double) some.size() / units;
  }

  /**
   * For example {@code layer 2 (RELU): 3 of 64 units dead (4.7 %), never fired in 20 batches: 1, 5,
   * 9}.
   */
  @Override
  public String toString() {
    String head = "%s (%s): ".formatted(layer, operation.label());
    String tail =
        zeroInLastBatch.isEmpty()
            ? ""
            : "; %d more zero in the last batch only".formatted(zeroInLastBatch.size());
    if (dead().isEmpty()) {
      return head + "none of %d units dead in %d batches%s".formatted(units, batches, tail);
    }
    return head
        + String.format(
            Locale.ROOT, "%d of %d units dead (%.1f %%), ", dead().size(), units, 100 * deadShare())
        + (measure == Measure.ZEROS ? "never fired in " : "saturated in every sample of ")
        + batches
        + " batches: "
        + names(dead())
        + tail;
  }

  private static String names(List<Integer> some) {
    String first =
        some.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
    return some.size() > NAMED ? first + ", ..." : first;
  }
}
