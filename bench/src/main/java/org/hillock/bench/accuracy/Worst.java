package org.hillock.bench.accuracy;

/**
 * The worst result of many.
 *
 * @param ulp its distance from the truth; negative when there is no result yet
 * @param input the bits of its input, as an unsigned number
 */
record Worst(double ulp, long input) {

  static final Worst NONE = new Worst(-1, 0);

  /**
   * The worse of two; of two as bad, the one of the lesser input, so that threads do not matter.
   */
  Worst or(Worst other) {
    boolean worse = other.ulp > ulp || (other.ulp == ulp && other.input < input);
    return worse ? other : this;
  }
}
