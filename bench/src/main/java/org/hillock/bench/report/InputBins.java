package org.hillock.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * All finite floats in bins that a logarithmic axis shows, negative ones to the left: each decade
 * of the magnitude in equal parts, what is smaller than the least decade in the middle, what is
 * beyond the greatest at the rims.
 */
final class InputBins {

  private static final int LEAST_DECADE = -9;
  private static final int GREATEST_DECADE = 3;
  private static final int BINS_PER_DECADE = 8;

  private final List<Bin> bins = new ArrayList<>();

  /**
   * Floats that lie together.
   *
   * @param from the least
   * @param to the greatest
   */
  record Bin(float from, float to) {

    /** So many of its floats, both ends among them, every bit pattern as likely. */
    float[] draw(int number, SplittableRandom random) {
      float[] x = new float[number];
      int first = order(from);
      int last = order(to);
      for (int i = 0; i < number; i++) {
        x[i] = value(random.nextInt(first, last + 1));
      }
      x[0] = from;
      x[number - 1] = to;
      return x;
    }

    /** Floats as integers in the same order. */
    private static int order(float v) {
      int bits = Float.floatToRawIntBits(v);
      return bits < 0 ? Integer.MIN_VALUE - bits - 1 : bits;
    }

    private static float value(int order) {
      return Float.intBitsToFloat(order < 0 ? Integer.MIN_VALUE - order - 1 : order);
    }
  }

  InputBins() {
    List<Float> edges = edges();
    for (int i = edges.size() - 1; i > 0; i--) {
      bins.add(new Bin(-edges.get(i), -Math.nextUp(edges.get(i - 1))));
    }
    bins.add(new Bin(-edges.get(0), edges.get(0)));
    for (int i = 1; i < edges.size(); i++) {
      bins.add(new Bin(Math.nextUp(edges.get(i - 1)), edges.get(i)));
    }
  }

  /** The magnitudes at which positive bins end, rising. */
  private static List<Float> edges() {
    List<Float> edges = new ArrayList<>();
    for (int i = LEAST_DECADE * BINS_PER_DECADE; i <= GREATEST_DECADE * BINS_PER_DECADE; i++) {
      edges.add((float) Math.pow(10, (double) i / BINS_PER_DECADE));
    }
    edges.add(Float.MAX_VALUE);
    return edges;
  }

  /** From -{@link Float#MAX_VALUE} to {@link Float#MAX_VALUE}, without a gap. */
  List<Bin> bins() {
    return bins;
  }

  /** So many floats of each bin in turn, always the same. */
  float[] draw(int numberPerBin) {
    SplittableRandom random = new SplittableRandom(1);
    float[] all = new float[bins.size() * numberPerBin];
    for (int i = 0; i < bins.size(); i++) {
      float[] x = bins.get(i).draw(numberPerBin, random);
      System.arraycopy(x, 0, all, i * numberPerBin, numberPerBin);
    }
    return all;
  }

  /** What the page says of the axis. */
  Axis axis() {
    return new Axis(LEAST_DECADE, GREATEST_DECADE, BINS_PER_DECADE);
  }

  /**
   * How bins lie on a logarithmic axis.
   *
   * @param leastDecade 10^this is where the bin in the middle ends
   * @param greatestDecade 10^this is where the bins at the rims begin
   * @param binsPerDecade how many bins lie between two powers of ten
   */
  record Axis(int leastDecade, int greatestDecade, int binsPerDecade) {}
}
