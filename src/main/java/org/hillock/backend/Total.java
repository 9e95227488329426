package org.hillock.backend;

import java.util.Arrays;
import org.hillock.insight.Watch;
import org.jspecify.annotations.Nullable;

/**
 * A sum in two floats for each unit: what the additions round off is added up beside, by Knuth's
 * two-sum. {@link Watch} defines the order of all additions.
 */
public final class Total {

  /** The units that are added up side by side: their lanes stay in a core's first cache. */
  private static final int TILE = 64;

  private final float[] sum;
  private final float[] lost;

  /**
   * Sums of nothing.
   *
   * @param units how many
   */
  public Total(int units) {
    sum = new float[units];
    lost = new float[units];
  }

  /**
   * Adds a call's numbers to the sum of a unit: dealt out to lanes, which are folded.
   *
   * @param unit which unit
   * @param numbers where the numbers are
   * @param first the first of the unit's
   * @param count how many the unit has
   * @param stride from one of them to the next
   */
  public void add(int unit, float[] numbers, int first, int count, int stride) {
    int lanes = Math.min(Watch.TOTAL_LANES, count);
    float[] high = new float[Watch.TOTAL_LANES];
    float[] low = new float[Watch.TOTAL_LANES];
    for (int lane = 0; lane < lanes; lane++) {
      for (int i = lane; i < count; i += Watch.TOTAL_LANES) {
        add(high, low, lane, numbers[first + i * stride], 0);
      }
    }
    for (int reach = Watch.TOTAL_LANES / 2; reach > 0; reach /= 2) {
      for (int lane = 0; lane < reach; lane++) {
        add(high, low, lane, high[lane + reach], low[lane + reach]);
      }
    }
    add(unit, high[0], low[0]);
  }

  /**
   * Adds a call's numbers to the sums of all units. The units go side by side, as each addition
   * waits for the one before.
   *
   * @param numbers the numbers, those of all units together
   * @param count how many each unit has
   */
  public void addAll(float[] numbers, int count) {
    int units = sum.length;
    int width = Math.max(1, Math.min(units, TILE));
    int lanes = Math.min(Watch.TOTAL_LANES, count);
    float[] high = new float[Watch.TOTAL_LANES * width];
    float[] low = new float[Watch.TOTAL_LANES * width];
    for (int first = 0; first < units; first += width) {
      int some = Math.min(width, units - first);
      Arrays.fill(high, 0);
      Arrays.fill(low, 0);
      for (int i = 0; units > 1 && i < count; i++) {
        add(high, low, i % lanes * width, numbers, null, i * units + first, some);
      }
      // The lanes of a single unit are side by side themselves.
      for (int i = 0; units == 1 && i < count; i += lanes) {
        add(high, low, 0, numbers, null, i, Math.min(lanes, count - i));
      }
      for (int reach = Watch.TOTAL_LANES / 2; reach > 0; reach /= 2) {
        for (int lane = 0; lane < reach; lane++) {
          add(high, low, lane * width, high, low, (lane + reach) * width, some);
        }
      }
      add(sum, lost, first, high, low, 0, some);
    }
  }

  /**
   * Adds a call's total.
   *
   * @param unit which unit
   * @param high the sum
   * @param low what was lost of it
   */
  public void add(int unit, float high, float low) {
    add(sum, lost, unit, high, low);
  }

  private static void add(float[] sum, float[] lost, int at, float part, float partLost) {
    float next = sum[at] + part;
    float shift = next - sum[at];
    lost[at] = (lost[at] + ((sum[at] - (next - shift)) + (part - shift))) + partLost;
    sum[at] = next;
  }

  /** The same for neighbours; without lost parts, for numbers. */
  private static void add(
      float[] sum,
      float[] lost,
      int at,
      float[] parts,
      float @Nullable [] lostParts,
      int from,
      int count) {
    for (int i = 0; i < count; i++) {
      float part = parts[from + i];
      float partLost = lostParts == null ? 0 : lostParts[from + i];
      add(sum, lost, at + i, part, partLost);
    }
  }

  /**
   * The sum of a unit.
   *
   * @param unit which unit
   * @return both floats together; the first alone where it has overflowed
   */
  public double value(int unit) {
    return Float.isNaN(lost[unit]) ? sum[unit] : (double) sum[unit] + lost[unit];
  }

  /**
   * The sum of a unit as a float.
   *
   * @param unit which unit
   * @return both floats together, rounded; the first alone where it has overflowed
   */
  public float rounded(int unit) {
    return Float.isNaN(lost[unit]) ? sum[unit] : sum[unit] + lost[unit];
  }

  /** Forgets all numbers. */
  public void clear() {
    Arrays.fill(sum, 0);
    Arrays.fill(lost, 0);
  }
}
