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
 * @param where of which piece of work, or of how many
 */
public record Bar(
    String name, double required, boolean atMost, @Nullable Double found, String where) {

  /**
   * Whether it is met.
   *
   * @return {@code met}, {@code MISSED} or {@code not measured}
   */
  public String verdict() {
    if (found == null) {
      return "not measured";
    }
    return (atMost ? found <= required : found >= required) ? "met" : "MISSED";
  }
}
