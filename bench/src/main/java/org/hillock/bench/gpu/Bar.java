package org.hillock.bench.gpu;

import org.jspecify.annotations.Nullable;

/**
 * Something that is asked of a GPU.
 *
 * @param name what
 * @param required the number asked for
 * @param atMost whether less is better
 * @param found what was found: the worst, unless the name says otherwise; null when it was not
 *     measured
 * @param measured how many pieces of work it was found from
 * @param planned how many it was to be found from; 0 when it was not asked for
 * @param where of which piece of work, or what is left out
 */
public record Bar(
    String name,
    double required,
    boolean atMost,
    @Nullable Double found,
    int measured,
    int planned,
    String where) {

  /**
   * Whether it is met: not before all that was planned is measured.
   *
   * @return {@code met}, {@code MISSED}, {@code incomplete} or {@code not measured}
   */
  public String verdict() {
    if (found == null) {
      return "not measured";
    }
    if (atMost ? !(found <= required) : !(found >= required)) {
      return "MISSED";
    }
    return measured < planned ? "incomplete" : "met";
  }

  /**
   * How much of what was planned it rests on.
   *
   * @return such as {@code 7 of 9}
   */
  public String basis() {
    return measured + " of " + planned;
  }
}
