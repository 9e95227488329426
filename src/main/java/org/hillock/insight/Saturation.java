package org.hillock.insight;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hillock.op.Elementwise;

/**
 * Where the slope of an activation is nearly flat: the floats x with |f'(x)| below a bound, as a
 * few intervals, found on the double-precision meaning of the slope. To count saturated elements
 * then takes comparisons, with the same answer on every device, and no slope.
 *
 * @param from the first float of each interval, in rising order; -infinity where there is none
 *     before
 * @param to the last float of each; +infinity where there is none behind
 */
@SuppressWarnings("ArrayRecordComponent") // copied on their way in and out
public record Saturation(float[] from, float[] to) {

  /**
   * No more intervals are told apart: what any function of the catalogue has, and some to spare.
   */
  public static final int MOST = 4;

  /** Neighbouring probes are so many floats apart; where the slope changes sign, it is halved. */
  private static final int STEP = 1 << 14;

  /** A search takes a twentieth of a second; the last ones are remembered. */
  private static final int REMEMBERED = 64;

  private static final Map<Bound, Saturation> KNOWN = new ConcurrentHashMap<>();

  /** A saturation of copies. */
  public Saturation {
    from = from.clone();
    to = to.clone();
  }

  /**
   * The intervals of an activation.
   *
   * @param operation the activation with its parameter
   * @param epsilon the bound
   * @return where |f'(x)| is less; NaN is nowhere
   * @throws IllegalArgumentException when there are more than {@value #MOST} intervals
   */
  public static Saturation of(Elementwise operation, float epsilon) {
    if (KNOWN.size() >= REMEMBERED) {
      KNOWN.clear();
    }
    return KNOWN.computeIfAbsent(
        new Bound(operation, epsilon), bound -> new Search(operation, epsilon).run());
  }

  /**
   * Whether a number lies in one of the intervals.
   *
   * @param x any float
   * @return false for NaN
   */
  public boolean contains(float x) {
    for (int i = 0; i < from.length; i++) {
      if (x >= from[i] && x <= to[i]) {
        return true;
      }
    }
    return false;
  }

  /**
   * The first float of each interval.
   *
   * @return a copy, in rising order
   */
  @Override
  public float[] from() {
    return from.clone();
  }

  /**
   * The last float of each interval.
   *
   * @return a copy, in rising order
   */
  @Override
  public float[] to() {
    return to.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Saturation saturation
        && Arrays.equals(from, saturation.from)
        && Arrays.equals(to, saturation.to);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(from) + Arrays.hashCode(to);
  }

  /** The intervals as {@code [-Infinity, 0.0]}. */
  @Override
  public String toString() {
    return IntStream.range(0, from.length)
        .mapToObj(i -> "[" + from[i] + ", " + to[i] + "]")
        .collect(Collectors.joining(" "));
  }

  private record Bound(Elementwise operation, float epsilon) {}

  /** A walk over the floats in rising order, numbered so that neighbours differ by 1. */
  private static final class Search {

    private static final int LEAST = order(Float.NEGATIVE_INFINITY);
    private static final int MOST_ORDER = order(Float.POSITIVE_INFINITY);

    private final Elementwise operation;
    private final float epsilon;
    private final List<Float> from = new ArrayList<>();
    private final List<Float> to = new ArrayList<>();

    Search(Elementwise operation, float epsilon) {
      this.operation = operation;
      this.epsilon = epsilon;
    }

    Saturation run() {
      int before = LEAST;
      boolean flat = flat(before);
      if (flat) {
        from.add(value(before));
      }
      for (long at = (long) LEAST + STEP; before < MOST_ORDER; at += STEP) {
        int here = (int) Math.min(at, MOST_ORDER);
        int root = root(before, here);
        flat = edge(before, root, flat);
        flat = edge(root, here, flat);
        before = here;
      }
      if (flat) {
        to.add(Float.POSITIVE_INFINITY);
      }
      if (from.size() > MOST) {
        throw new IllegalArgumentException(
            "the slope of %s is below %s in %d intervals; expected at most %d"
                .formatted(operation.label(), epsilon, from.size(), MOST));
      }
      float[] first = new float[from.size()];
      float[] last = new float[from.size()];
      for (int i = 0; i < first.length; i++) {
        first[i] = from.get(i);
        last[i] = to.get(i);
      }
      return new Saturation(first, last);
    }

    /** Notes the float between two at which flatness begins or ends; whether the second is flat. */
    private boolean edge(int low, int high, boolean flat) {
      boolean end = flat(high);
      if (end == flat) {
        return flat;
      }
      int a = low;
      int b = high;
      while (b - a > 1) {
        int middle = a + (b - a) / 2;
        if (flat(middle) == flat) {
          a = middle;
        } else {
          b = middle;
        }
      }
      if (end) {
        from.add(value(b));
      } else {
        to.add(value(a));
      }
      return end;
    }

    /** Where the slope crosses zero between two floats, or the second of them. */
    private int root(int low, int high) {
      boolean negative = slope(low) < 0;
      if (slope(high) < 0 == negative) {
        return high;
      }
      int a = low;
      int b = high;
      while (b - a > 1) {
        int middle = a + (b - a) / 2;
        if (slope(middle) < 0 == negative) {
          a = middle;
        } else {
          b = middle;
        }
      }
      return b;
    }

    private boolean flat(int order) {
      return Math.abs(slope(order)) < epsilon;
    }

    private double slope(int order) {
      return operation.activation().slope(value(order), operation.parameter());
    }

    private static int order(float value) {
      int bits = Float.floatToRawIntBits(value);
      return bits < 0 ? ~bits ^ Integer.MIN_VALUE : bits;
    }

    private static float value(int order) {
      return Float.intBitsToFloat(order < 0 ? ~(order ^ Integer.MIN_VALUE) : order);
    }
  }
}
