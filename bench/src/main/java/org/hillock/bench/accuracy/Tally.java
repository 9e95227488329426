package org.hillock.bench.accuracy;

import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the first judge found so far. Adding the tallies of consecutive blocks in their order gives
 * the same tally, to the last bit, whoever made them.
 *
 * @param inputs how many inputs were judged
 * @param finite how many of them have a finite truth and no fault: the mean is over these
 * @param sumUlp the sum of their distances
 * @param aboveHalf how many are more than half an ULP off, faults included
 * @param aboveOne how many are more than 1 ULP off, faults included
 * @param faults how many are infinitely wrong: a NaN, an infinity or a sign of zero
 * @param worst the {@value #WORST} worst, the worst first; exact results are not among them
 * @param sample the {@value #SAMPLE} of the inputs more than 1/4 ULP off that {@link Suspect#lot}
 *     picks: as good as random, and always the same
 * @param roots inputs that the truth has another sign at than just before, away from 0; one more
 *     than {@value #MOST_ROOTS} at the most
 * @param checked how many results were compared with another device's, by the device's id
 */
record Tally(
    long inputs,
    long finite,
    double sumUlp,
    long aboveHalf,
    long aboveOne,
    long faults,
    List<Suspect> worst,
    List<Suspect> sample,
    List<Integer> roots,
    SortedMap<String, Long> checked) {

  static final int WORST = 64;
  static final int SAMPLE = 256;

  /** More mean a judge that does not know its own sign. */
  static final int MOST_ROOTS = 16;

  static final Tally EMPTY =
      new Tally(0, 0, 0, 0, 0, 0, List.of(), List.of(), List.of(), new TreeMap<>());

  /** This and the tally of the block behind. */
  Tally plus(Tally next) {
    SortedMap<String, Long> sum = new TreeMap<>(checked);
    next.checked.forEach((device, count) -> sum.merge(device, count, Long::sum));
    return new Tally(
        inputs + next.inputs,
        finite + next.finite,
        sumUlp + next.sumUlp,
        aboveHalf + next.aboveHalf,
        aboveOne + next.aboveOne,
        faults + next.faults,
        first(worst, next.worst, Suspect.WORST_FIRST, WORST),
        first(sample, next.sample, Suspect.BY_LOT, SAMPLE),
        first(roots, next.roots, Integer::compareUnsigned, MOST_ROOTS + 1),
        sum);
  }

  /** This, with so many results compared with another device's. */
  Tally checked(String device, long results) {
    SortedMap<String, Long> sum = new TreeMap<>(checked);
    sum.merge(device, results, Long::sum);
    return new Tally(
        inputs, finite, sumUlp, aboveHalf, aboveOne, faults, worst, sample, roots, sum);
  }

  private static <T> List<T> first(List<T> some, List<T> more, Comparator<T> order, int limit) {
    return more.isEmpty()
        ? some
        : Stream.concat(some.stream(), more.stream()).sorted(order).limit(limit).toList();
  }

  /** What an error must exceed to be among the worst. */
  double leastOfWorst() {
    return worst.size() < WORST ? 0 : worst.get(WORST - 1).ulp();
  }

  /** What a lot must be below to be in the sample. */
  int greatestLot() {
    return sample.size() < SAMPLE ? Integer.MAX_VALUE : Suspect.lot(sample.get(SAMPLE - 1).bits());
  }
}
