package org.hillock.bench.accuracy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hillock.backend.Bits;
import org.hillock.bench.accuracy.formula.Formula;
import org.hillock.bench.accuracy.formula.Truth;
import org.jspecify.annotations.Nullable;

/**
 * The second judge: the formula that people read, in arbitrary precision. It takes milliseconds for
 * an input, and so hears the worst cases of the first, all inputs around the roots, and a sample.
 */
final class SecondJudge {

  private static final int AROUND_ROOT = 512;

  /** The outermost inputs around a root: where the first judge is least exact by itself. */
  private static final int RIM = 16;

  private static final int RANDOM = 256;
  private static final long SEED = 20260101;

  private final Judge first;
  private final Formula formula;
  private final Sweep sweep;
  private final int threads;

  /**
   * What the second judge found.
   *
   * @param worst how many of the first judge's worst it has judged again
   * @param roots the inputs next to the roots, in decimal
   * @param aroundRoots how many inputs around roots it has judged again
   * @param sample how many other inputs it has judged again, half of them drawn from all inputs,
   *     half from those more than 1/4 ULP off
   * @param leftToFirst at how many of all these the formula has no number (NaN, infinities and what
   *     overflows), so that the first judge's word stands
   * @param acquitted how many of the first judge's worst are more than 1 ULP off by the first
   *     judge, and are not by the formula
   * @param maxUlp the largest distance from the truth among all that were judged again
   * @param worstCases those with the largest, the worst first
   * @param firstJudgeUlp the first judge's own largest error in ULP of float32, outside the
   *     neighbourhoods of roots and on their rims
   * @param firstJudgeRelative the first judge's own largest relative error, there
   * @param boundOfOthers how far from the truth an input that was not judged again is at most, by
   *     the sample: the least error among the first judge's worst, and its own
   */
  record Findings(
      int worst,
      List<String> roots,
      int aroundRoots,
      int sample,
      int leftToFirst,
      int acquitted,
      double maxUlp,
      List<Case> worstCases,
      double firstJudgeUlp,
      double firstJudgeRelative,
      double boundOfOthers) {}

  /**
   * One input, and what came of it.
   *
   * @param bits the input's bits
   * @param input the input in decimal
   * @param result the float result
   * @param truth what it should have been
   * @param ulp the distance
   */
  record Case(String bits, String input, String result, String truth, double ulp) {}

  /** An input under a second look. */
  private record Ruling(int bits, float y, double firstTruth, @Nullable Truth truth) {

    double ulp() {
      return truth == null ? Judge.distance(firstTruth, y) : truth.distance(y);
    }

    Case describe() {
      float x = Float.intBitsToFloat(bits);
      return new Case(
          "0x%08x".formatted(bits),
          Float.toString(x),
          Float.toString(y),
          truth == null ? Double.toString(firstTruth) : truth.toString(),
          ulp());
    }
  }

  SecondJudge(Judge first, Sweep sweep, int threads) {
    this.first = first;
    this.formula = Formula.of(first.operation().activation());
    this.sweep = sweep;
    this.threads = threads;
  }

  Findings judge(Tally tally) throws InterruptedException {
    if (tally.roots().size() > Tally.MOST_ROOTS) {
      throw new CertificationException(
          "the truth of %s has another sign at %s, and at more than %d inputs in all: expected few roots"
              .formatted(first, Float.intBitsToFloat(tally.roots().get(0)), Tally.MOST_ROOTS));
    }
    // Each input with whether it says something of the first judge.
    Map<Integer, Boolean> inputs = new LinkedHashMap<>();
    List<String> roots = new ArrayList<>();
    for (int bits : tally.roots()) {
      int root = refined(bits);
      roots.add(Float.toString(Float.intBitsToFloat(root)));
      for (int d = -AROUND_ROOT; d <= AROUND_ROOT; d++) {
        inputs.merge(root + d, Math.abs(d) > AROUND_ROOT - RIM, (a, b) -> a && b);
      }
    }
    int aroundRoots = inputs.size();
    tally.worst().forEach(suspect -> inputs.putIfAbsent(suspect.bits(), true));
    int worst = inputs.size() - aroundRoots;
    tally.sample().forEach(suspect -> inputs.putIfAbsent(suspect.bits(), true));
    new SplittableRandom(SEED).ints(RANDOM).forEach(bits -> inputs.putIfAbsent(bits, true));
    List<Ruling> rulings = rulings(new ArrayList<>(inputs.keySet()));
    checkSameAsSwept(rulings, tally);

    double firstJudgeUlp = 0;
    double firstJudgeRelative = 0;
    int leftToFirst = 0;
    for (Ruling ruling : rulings) {
      Truth truth = ruling.truth();
      if (truth == null) {
        leftToFirst++;
      } else if (Boolean.TRUE.equals(inputs.get(ruling.bits()))) {
        firstJudgeUlp = Math.max(firstJudgeUlp, truth.units(ruling.firstTruth()));
        firstJudgeRelative = Math.max(firstJudgeRelative, truth.relativeError(ruling.firstTruth()));
      }
    }
    List<Ruling> byError =
        rulings.stream()
            .filter(ruling -> ruling.ulp() > 0)
            .sorted(
                Comparator.comparingDouble(Ruling::ulp)
                    .reversed()
                    .thenComparing(Ruling::bits, Integer::compareUnsigned))
            .limit(FunctionCertificate.WORST_CASES)
            .toList();
    return new Findings(
        worst,
        roots,
        aroundRoots,
        inputs.size() - aroundRoots - worst,
        leftToFirst,
        acquitted(rulings, tally),
        byError.isEmpty() ? 0 : byError.get(0).ulp(),
        byError.stream().map(Ruling::describe).toList(),
        firstJudgeUlp,
        firstJudgeRelative,
        tally.leastOfWorst() + firstJudgeUlp);
  }

  /** What the sweep saw is what is judged: a device that takes it back is not to be trusted. */
  private void checkSameAsSwept(List<Ruling> rulings, Tally tally) {
    Map<Integer, Suspect> swept =
        Stream.concat(tally.worst().stream(), tally.sample().stream())
            .collect(Collectors.toMap(Suspect::bits, Function.identity(), (one, same) -> one));
    for (Ruling ruling : rulings) {
      Suspect seen = swept.get(ruling.bits());
      if (seen != null && !Bits.same(seen.result(), ruling.y())) {
        throw new CertificationException(
            "%s at %s (0x%08x) was %s (0x%08x) in the sweep and %s (0x%08x) when computed again"
                .formatted(
                    first,
                    seen.input(),
                    seen.bits(),
                    seen.result(),
                    seen.resultBits(),
                    ruling.y(),
                    Float.floatToRawIntBits(ruling.y())));
      }
    }
  }

  private static int acquitted(List<Ruling> rulings, Tally tally) {
    Set<Integer> accused =
        tally.worst().stream()
            .filter(suspect -> suspect.ulp() > FunctionError.BAR)
            .map(Suspect::bits)
            .collect(Collectors.toSet());
    return (int)
        rulings.stream()
            .filter(ruling -> accused.contains(ruling.bits()))
            .filter(ruling -> ruling.ulp() <= FunctionError.BAR)
            .count();
  }

  /** The first input of the truth's new sign, between this one and the one a stride before. */
  private int refined(int bits) {
    long high = Integer.toUnsignedLong(bits);
    long low = high - sweep.stride();
    double sign = Math.signum(truth(high));
    while (high - low > 1) {
      long middle = (low + high) >>> 1;
      if (Math.signum(truth(middle)) == sign) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return (int) high;
  }

  private double truth(long bits) {
    return first.truth(Float.intBitsToFloat((int) bits));
  }

  private List<Ruling> rulings(List<Integer> bits) throws InterruptedException {
    float[] x = new float[bits.size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = Float.intBitsToFloat(bits.get(i));
    }
    float[] y = sweep.compute(first, x);
    try (Workers workers = new Workers(threads)) {
      return workers.map(0, x.length, i -> ruling(bits.get((int) i), x[(int) i], y[(int) i]));
    }
  }

  private Ruling ruling(int bits, float x, float y) {
    double firstTruth = first.truth(x);
    Truth truth =
        Optional.of(x)
            .filter(Float::isFinite)
            .flatMap(v -> formula.evaluate(first.direction(), v, first.operation().parameter()))
            .map(value -> new Truth(value, firstTruth))
            .orElse(null);
    if (truth != null && !Double.isFinite(firstTruth)) {
      if (truth.isWithinFloats()) {
        throw new CertificationException(
            "%s at %s (0x%08x) is %s by the first judge and %s by the formula"
                .formatted(first, x, bits, firstTruth, truth));
      }
      truth = null;
    }
    return new Ruling(bits, y, firstTruth, truth);
  }
}
