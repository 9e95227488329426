package org.hillock.bench.experiment;

import java.util.SplittableRandom;

/**
 * Two spirals, one inside the other: no straight line tells them apart (Lang and Witbrock, 1988).
 */
final class Spirals {

  /** What this data is called. */
  static final String NAME = "spirals";

  private static final double TURNS = 1.5;
  private static final double REACH = 3;
  private static final double NOISE = 0.1;

  private Spirals() {}

  /** Makes as many points for each spiral, the same each time. */
  static Data make(int train, int test) {
    SplittableRandom random = new SplittableRandom(1988);
    return new Data(NAME, 2, 2, part(train, random), part(test, random));
  }

  private static Data.Part part(int size, SplittableRandom random) {
    float[] x = new float[2 * size];
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      labels[i] = i % 2;
      double along = random.nextDouble();
      double angle = 2 * Math.PI * TURNS * along + Math.PI * labels[i];
      double radius = REACH * (0.1 + 0.9 * along);
      // StrictMath, as the data is to be the same on every machine.
      x[2 * i] = (float) (radius * StrictMath.cos(angle) + noise(random));
      x[2 * i + 1] = (float) (radius * StrictMath.sin(angle) + noise(random));
    }
    return new Data.Part(x, labels);
  }

  private static double noise(SplittableRandom random) {
    return NOISE * (2 * random.nextDouble() - 1);
  }
}
