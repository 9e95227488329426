package org.hillock.bench.accuracy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/** Judges the results of one block of inputs, in a tight loop. */
final class BlockJudge {

  /** Inputs less wrong than this say little about the judge. */
  private static final double SAMPLED_FROM = 0.25;

  private final Judge judge;
  private final int greatestLot;
  private final List<Suspect> worst = new ArrayList<>();
  private final List<Suspect> sample = new ArrayList<>();
  private final List<Integer> roots = new ArrayList<>();
  private double bar;

  /**
   * Prepares for a block.
   *
   * @param before a tally of blocks before this one: what is not among its worst need not be kept
   */
  BlockJudge(Judge judge, Tally before) {
    this.judge = judge;
    this.greatestLot = before.greatestLot();
    this.bar = before.leastOfWorst();
  }

  /**
   * Judges.
   *
   * @param before the input before the first one; the first one itself if there is none
   * @param x the inputs
   * @param y the results
   */
  Tally judge(float before, float[] x, float[] y) {
    long finite = 0;
    double sum = 0;
    long aboveHalf = 0;
    long aboveOne = 0;
    long faults = 0;
    float previous = before;
    double last = judge.truth(before);
    for (int i = 0; i < x.length; i++) {
      double truth = judge.truth(x[i]);
      double ulp = Judge.distance(truth, y[i]);
      if (ulp <= Double.MAX_VALUE) {
        if (Math.abs(truth) <= Double.MAX_VALUE) {
          finite++;
          sum += ulp;
        }
      } else {
        faults++;
      }
      if (ulp > SAMPLED_FROM) {
        aboveHalf += ulp > 0.5 ? 1 : 0;
        aboveOne += ulp > 1 ? 1 : 0;
        draw(ulp, x[i], y[i]);
      }
      if (ulp > bar) {
        keep(ulp, x[i], y[i]);
      }
      if (last * truth < 0 && (double) previous * x[i] > 0) {
        roots.add(Float.floatToRawIntBits(x[i]));
      }
      last = truth;
      previous = x[i];
    }
    return new Tally(
        x.length,
        finite,
        sum,
        aboveHalf,
        aboveOne,
        faults,
        sorted(),
        sample(),
        roots(),
        new TreeMap<>());
  }

  /** Keeps twice as many as are wanted, so that they are sorted now and then only. */
  private void keep(double ulp, float x, float y) {
    worst.add(Suspect.of(ulp, x, y));
    if (worst.size() == 2 * Tally.WORST) {
      worst.sort(Suspect.WORST_FIRST);
      worst.subList(Tally.WORST, worst.size()).clear();
      bar = worst.get(Tally.WORST - 1).ulp();
    }
  }

  private void draw(double ulp, float x, float y) {
    if (ulp <= Double.MAX_VALUE && Suspect.lot(Float.floatToRawIntBits(x)) < greatestLot) {
      sample.add(Suspect.of(ulp, x, y));
      if (sample.size() == 4 * Tally.SAMPLE) {
        sample.sort(Suspect.BY_LOT);
        sample.subList(Tally.SAMPLE, sample.size()).clear();
      }
    }
  }

  private List<Suspect> sorted() {
    Collections.sort(worst, Suspect.WORST_FIRST);
    return worst.subList(0, Math.min(Tally.WORST, worst.size()));
  }

  private List<Suspect> sample() {
    Collections.sort(sample, Suspect.BY_LOT);
    return sample.subList(0, Math.min(Tally.SAMPLE, sample.size()));
  }

  private List<Integer> roots() {
    return roots.subList(0, Math.min(Tally.MOST_ROOTS + 1, roots.size()));
  }
}
