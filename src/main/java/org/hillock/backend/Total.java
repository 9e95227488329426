package org.hillock.backend;

import java.util.Arrays;
import org.hillock.insight.Watch;

/**
 * A sum in two floats for each unit: what the additions round off is added up beside, by Knuth's
 * two-sum. {@link Watch} defines the order of all additions.
 */
public final class Total {

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
