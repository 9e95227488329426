package org.hillock.bench.peers;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What a task is computed on, the same in every process. Backward, an activation's upstream
 * gradient is 1 where the error is measured: the result is then the slope, and the product adds no
 * rounding of its own.
 */
public final class Inputs {

  /** Elements of each of the three kinds that an activation's error is measured on. */
  private static final int KIND = 1 << 16;

  /** Elements that a softmax's error is measured on, about: as many rows as fit, at least one. */
  private static final int SOFTMAX_ELEMENTS = 1 << 20;

  private static final double DEVIATION = 3;

  /** Below -104 the exponential of a float is 0 in float. */
  private static final double FAR = 105;

  private static final int LEAST_EXPONENT = -40;

  /** Drawn numbers repeat after so many, which no power of two divides: drawing takes its time. */
  private static final int PERIOD = 1_000_003;

  private final float[] x;
  private final float[] dy;
  private final int ordinary;

  private Inputs(float[] x, float[] dy, int ordinary) {
    this.x = x;
    this.dy = dy;
    this.ordinary = ordinary;
  }

  /**
   * The input of forward.
   *
   * @return the elements themselves, not a copy
   */
  public float[] x() {
    return x;
  }

  /**
   * The upstream gradient.
   *
   * @return the elements themselves, not a copy; none for forward
   */
  public float[] dy() {
    return dy;
  }

  /** How many elements at the start are ordinary ones, where the error is measured. */
  int ordinary() {
    return ordinary;
  }

  /**
   * What a task is timed on: x is normally distributed with a deviation of 3, and every 64th is
   * uniform between -60 and 0; dy is normally distributed.
   *
   * @param task the task
   * @return the inputs
   */
  static Inputs forTiming(Task task) {
    int n = task.elements();
    float[] x = normal(n, DEVIATION, 1);
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < n; i += 64) {
      x[i] = (float) random.nextDouble(-60, 0);
    }
    return new Inputs(x, task.isBackward() ? normal(n, 1, 3) : new float[0], 0);
  }

  /**
   * The task that an error is measured in: the same operation on fewer elements, for a softmax in
   * rows of the same length.
   *
   * @param task the task that is timed
   * @return the task
   */
  static Task errorTask(Task task) {
    return task.softmax().isPresent()
        ? new Task(
            task.op(),
            task.direction(),
            Math.max(1, Math.min(task.rows(), SOFTMAX_ELEMENTS / task.columns())),
            task.columns())
        : new Task(task.op(), task.direction(), 1, 3 * KIND);
  }

  /**
   * What an error is measured on. An activation: a third normal with a deviation of 3, a third
   * uniform in [-105, 105], a third of either sign with magnitudes from 2^-40 to 105 at an even
   * density of exponents. A softmax: normal with a deviation of 3, and in every second row, or the
   * only one, every 16th uniform between -105 and 0.
   *
   * @param task a task that {@link #errorTask} gave
   * @return the inputs
   */
  static Inputs forError(Task task) {
    int n = task.elements();
    float[] x = normal(n, DEVIATION, 4);
    float[] dy = normal(task.isBackward() ? n : 0, 1, 5);
    SplittableRandom random = new SplittableRandom(6);
    if (task.softmax().isPresent()) {
      int columns = Math.toIntExact(task.columns());
      int ordinary = n == columns ? 0 : columns;
      for (int row = ordinary; row < n; row += 2 * columns) {
        for (int i = row; i < row + columns; i += 16) {
          x[i] = (float) random.nextDouble(-FAR, 0);
        }
      }
      return new Inputs(x, dy, ordinary);
    }
    for (int i = KIND; i < 2 * KIND; i++) {
      x[i] = (float) random.nextDouble(-FAR, FAR);
    }
    double exponents = Math.log(FAR) / Math.log(2) - LEAST_EXPONENT;
    for (int i = 2 * KIND; i < n; i++) {
      double magnitude = Math.pow(2, LEAST_EXPONENT + random.nextDouble() * exponents);
      x[i] = (float) (random.nextBoolean() ? magnitude : -magnitude);
    }
    Arrays.fill(dy, 1);
    return new Inputs(x, dy, KIND);
  }

  private static float[] normal(int n, double deviation, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[n];
    for (int i = 0; i < Math.min(n, PERIOD); i++) {
      values[i] = (float) random.nextGaussian(0, deviation);
    }
    for (int i = PERIOD; i < n; i += PERIOD) {
      System.arraycopy(values, 0, values, i, Math.min(PERIOD, n - i));
    }
    return values;
  }
}
