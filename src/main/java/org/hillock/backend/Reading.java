package org.hillock.backend;

import java.util.Arrays;
import org.hillock.backend.Totals.Count;
import org.hillock.backend.Totals.Event;
import org.hillock.backend.Totals.Sum;
import org.hillock.insight.Histogram;
import org.hillock.insight.Place;
import org.hillock.insight.Summary;
import org.hillock.op.Direction;
import org.jspecify.annotations.Nullable;

/**
 * Some units' totals taken together, in double precision, one by one in rising order.
 *
 * @param totals the totals
 * @param from the first unit
 * @param end the one behind the last
 */
record Reading(Totals totals, int from, int end) {

  Summary summary(Direction direction, boolean softmax, Histogram bins) {
    long count = totals.perUnit() * (end - from);
    long nans = all(totals.number(Event.NAN));
    long infinities = all(totals.number(Event.INFINITY));
    double[] moments = moments();
    return new Summary(
        totals.calls(),
        count,
        all(totals.count(Count.ZEROS)),
        all(totals.count(Count.SATURATED)),
        moments[0],
        moments[1],
        extreme(totals.least(), 1),
        extreme(totals.most(), -1),
        nans,
        infinities,
        all(totals.number(Event.MADE)),
        first(Event.NAN),
        first(Event.INFINITY),
        first(Event.MADE),
        direction == Direction.BACKWARD ? gradients(softmax) : null,
        direction == Direction.FORWARD && softmax ? rows() : null,
        bins);
  }

  /** The mean and the variance of the finite results (Chan, Golub and LeVeque, 1979). */
  private double[] moments() {
    double mean = 0;
    double squares = 0;
    long finite = 0;
    for (int unit = from; unit < end; unit++) {
      long some =
          totals.perUnit() - totals.number(Event.NAN)[unit] - totals.number(Event.INFINITY)[unit];
      if (some == 0) {
        continue;
      }
      double shifted = totals.sum(Sum.RESULTS).value(unit) / some;
      double own = totals.sum(Sum.SQUARES).value(unit) - shifted * shifted * some;
      double apart = totals.pivots()[unit] + shifted - mean;
      double all = (double) finite + some;
      mean += apart * (some / all);
      squares += Math.max(0, own) + apart * apart * (finite / all * some);
      finite += some;
    }
    return finite == 0
        ? new double[] {Double.NaN, Double.NaN}
        : new double[] {mean, squares / finite};
  }

  private Summary.Gradients gradients(boolean softmax) {
    double slopes = sum(Sum.SLOPES) / all(totals.count(Count.SLOPES));
    return new Summary.Gradients(
        softmax ? Double.NaN : slopes, Math.sqrt(sum(Sum.GRADIENTS)), Math.sqrt(sum(Sum.SQUARES)));
  }

  private Summary.RowSummary rows() {
    long rows = all(totals.count(Count.ROWS));
    return new Summary.RowSummary(rows, sum(Sum.ENTROPIES) / rows, sum(Sum.TOPS) / rows);
  }

  private double sum(Sum sum) {
    double value = 0;
    for (int unit = from; unit < end; unit++) {
      value += totals.sum(sum).value(unit);
    }
    return value;
  }

  private long all(long[] numbers) {
    return Arrays.stream(numbers, from, end).sum();
  }

  /** The least of all, or with -1 the largest; NaN when there is none. */
  private float extreme(float[] values, int sign) {
    float extreme = sign * Float.POSITIVE_INFINITY;
    for (int unit = from; unit < end; unit++) {
      extreme = sign > 0 ? Math.min(extreme, values[unit]) : Math.max(extreme, values[unit]);
    }
    // Which zero came first is nobody's business.
    return Float.isInfinite(extreme) ? Float.NaN : extreme == 0 ? 0 : extreme;
  }

  private @Nullable Place first(Event event) {
    Place first = null;
    for (int unit = from; unit < end; unit++) {
      Place place = totals.first(event)[unit];
      if (place != null
          && (first == null
              || place.call() < first.call()
              || (place.call() == first.call() && place.index() < first.index()))) {
        first = place;
      }
    }
    return first;
  }
}
