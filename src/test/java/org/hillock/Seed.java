package org.hillock;

import java.util.Random;

/**
 * Random numbers that are new in each run. The seed is printed, and the system property {@code
 * hillock.seed} brings a run back.
 */
public final class Seed {

  private static final long SEED = Long.getLong("hillock.seed", System.nanoTime());

  static {
    say();
  }

  private Seed() {}

  /** A generator; each call begins at the run's seed again. */
  public static Random random() {
    return new Random(SEED);
  }

  @SuppressWarnings("SystemOut")
  private static void say() {
    System.out.println("Random inputs by -Dhillock.seed=" + SEED);
  }
}
