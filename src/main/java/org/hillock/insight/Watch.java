package org.hillock.insight;

/**
 * What to gather while operations run.
 *
 * <p>A count is exact. The order of each sum is part of its definition, so that every device gives
 * the same bits:
 *
 * <ul>
 *   <li>Of a whole tensor: its elements in C order are cut into segments of {@value #SEGMENT}, a
 *       segment into {@value #LANES} lanes; lane l adds its elements l, l + {@value #LANES}, ... in
 *       rising order, starting at +0, and the lanes are folded as a tree (lane l adds lane l + h
 *       for h = 128, 64, ... 1). Each segment gives one number.
 *   <li>Per unit: the rows are cut into blocks of {@value #BLOCK}; in each, the elements of a unit
 *       are added in rising order, starting at +0. Each block gives one number for each unit.
 *   <li>The numbers of a call are dealt out to {@value #TOTAL_LANES} lanes in turn; each lane adds
 *       its numbers in rising order, in two floats: what each addition rounds off is added up
 *       beside (Knuth, The Art of Computer Programming 2, 4.2.2). These lanes are folded as a tree
 *       too, and the call's total is added to that of the calls before.
 *   <li>Of a softmax, each row that has no NaN gives two numbers more, a row with NaN twice +0: its
 *       largest probability, and its entropy, which adds {@code -y log y} in the order of {@link
 *       org.hillock.op.Softmax}'s own sum. (The term is {@code softmax_surprise} or {@code
 *       softmax_log_surprise} of {@code kernels-cl}: a probability below 2^-126, or whose logarithm
 *       is below -87, adds nothing.)
 * </ul>
 *
 * <p>What is added is {@code d = r - p} and, by fma, {@code d²}, for each finite result r. The
 * pivot p is the first element of the first forward call, or of the unit in it, or 0 where that is
 * not finite; backward it is 0. It keeps the variance exact for numbers that are all alike.
 *
 * @param saturation below which |f'(x)| an element counts as saturated; f'(x) is the exact slope
 * @param units how many units, the length of the last axis, are told apart; 0 for none
 * @param histogram of which segments the log2 histogram is made: each ({@code 1}), every n-th
 *     ({@code n}), beginning with the first, or none ({@code 0})
 */
public record Watch(float saturation, int units, int histogram) {

  /** The number of elements of a tensor that give one number. */
  public static final int SEGMENT = 4096;

  /** The number of lanes in a segment. */
  public static final int LANES = 256;

  /** The number of rows of which each unit gives one number. */
  public static final int BLOCK = 128;

  /** The number of lanes that add up these numbers. */
  public static final int TOTAL_LANES = 64;

  /**
   * Checks what is asked for.
   *
   * @throws IllegalArgumentException when the saturation is not a finite number of at least 0, or
   *     another argument is negative
   */
  public Watch {
    if (!(saturation >= 0 && saturation <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "saturation is " + saturation + "; expected a finite number of at least 0");
    }
    if (units < 0) {
      throw new IllegalArgumentException("units is " + units + "; expected at least 0");
    }
    if (histogram < 0) {
      throw new IllegalArgumentException("histogram is " + histogram + "; expected at least 0");
    }
  }

  /**
   * Whole tensors, with |f'(x)| below 0.01 called saturated.
   *
   * @return no units, no histogram
   */
  public static Watch tensors() {
    return new Watch(0.01f, 0, 0);
  }

  /**
   * The same, and each unit (column of the last axis) by itself.
   *
   * @param count the length of the last axis of what is watched
   * @return what to gather
   * @throws IllegalArgumentException when there is not at least one unit
   */
  public Watch perUnit(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count is " + count + "; expected at least 1 unit");
    }
    return new Watch(saturation, count, histogram);
  }

  /**
   * The same with another bound of saturation.
   *
   * @param epsilon below which |f'(x)| an element counts as saturated
   * @return what to gather
   * @throws IllegalArgumentException when it is not a finite number of at least 0
   */
  public Watch saturatedBelow(float epsilon) {
    return new Watch(epsilon, units, histogram);
  }

  /**
   * The same, with a log2 histogram of a sample of the segments.
   *
   * @param every 1 for all of them; 16, say, for every 16th, which is nearly free
   * @return what to gather
   * @throws IllegalArgumentException when it is not at least 1
   */
  public Watch histogramOfEvery(int every) {
    if (every < 1) {
      throw new IllegalArgumentException("every is " + every + "; expected at least 1");
    }
    return new Watch(saturation, units, every);
  }
}
