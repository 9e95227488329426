package org.hillock.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hillock.Hillock;
import org.hillock.bench.accuracy.Computation;
import org.hillock.bench.accuracy.formula.NaiveFormula;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Ulp;

/**
 * How wrong devices are, and the formulas as people write them, over all finite inputs: in every
 * bin of inputs the largest error of a number of samples, in units of the last place. The truth is
 * the meaning in double.
 */
public final class Errors {

  /** What stands for the formulas as people write them. */
  public static final String NAIVE = "naive";

  private static final int DIGITS = 4;

  private final InputBins bins = new InputBins();
  private final int samples;
  private final float[] x;
  private final Map<String, Found> found = new LinkedHashMap<>();

  /**
   * Errors of one function.
   *
   * @param function the catalogue's name
   * @param direction forward for the function, backward for its slope
   * @param by by whom, in the order in which they were measured: the largest error in each bin, of
   *     the naive formula and of devices; {@code Infinity} for a fault, such as NaN for a number
   * @param worst the largest error of each, and where
   */
  public record Found(
      String function, Direction direction, Map<String, double[]> by, Map<String, Worst> worst) {}

  /**
   * The largest error.
   *
   * @param ulp how large
   * @param x the input
   * @param result what was computed; as text, for it may be NaN
   * @param truth what is true
   */
  public record Worst(double ulp, float x, String result, double truth) {}

  /**
   * What the page knows of errors.
   *
   * @param axis how bins lie on the axis
   * @param samplesPerBin how many inputs were tried in each
   * @param found the errors
   */
  public record Result(InputBins.Axis axis, int samplesPerBin, List<Found> found) {}

  /**
   * Measures the naive formulas.
   *
   * @param samples how many inputs of each bin to try; at least 2
   */
  public Errors(int samples) {
    if (samples < 2) {
      throw new IllegalArgumentException("samples is " + samples + "; expected 2 or more");
    }
    this.samples = samples;
    this.x = bins.draw(samples);
    for (Activation activation : Activation.values()) {
      NaiveFormula naive = NaiveFormula.of(activation);
      for (Direction direction : Direction.values()) {
        found.put(
            activation + " " + direction,
            new Found(activation.name(), direction, new LinkedHashMap<>(), new LinkedHashMap<>()));
        float[] y = new float[x.length];
        for (int i = 0; i < y.length; i++) {
          y[i] = naive.evaluate(direction, x[i], activation.parameter());
        }
        judge(NAIVE, activation, direction, y, true);
      }
    }
  }

  /**
   * Measures a device.
   *
   * @param hillock the device; where it does not keep subnormals, they are left out
   * @param progress called after each function and direction
   */
  public void measure(Hillock hillock, Runnable progress) {
    for (Activation activation : Activation.values()) {
      for (Direction direction : Direction.values()) {
        float[] y = Computation.on(hillock).compute(activation, direction, x);
        judge(hillock.device().id(), activation, direction, y, hillock.device().denormals());
        progress.run();
      }
    }
  }

  /**
   * How often {@link #measure} calls its progress.
   *
   * @return functions times directions
   */
  public static int steps() {
    return Activation.values().length * Direction.values().length;
  }

  /**
   * What has been measured so far.
   *
   * @return for the page
   */
  public Result result() {
    return new Result(bins.axis(), samples, new ArrayList<>(found.values()));
  }

  private void judge(
      String by, Activation activation, Direction direction, float[] y, boolean subnormals) {
    double a = activation.parameter();
    double[] most = new double[bins.bins().size()];
    Worst worst = new Worst(-1, 0, "", 0);
    for (int i = 0; i < x.length; i++) {
      double truth =
          direction == Direction.FORWARD ? activation.value(x[i], a) : activation.slope(x[i], a);
      if (!subnormals && (isSubnormal(x[i]) || isSubnormal(truth))) {
        continue;
      }
      double ulp = by.equals(NAIVE) ? leniently(truth, y[i]) : Ulp.distance(truth, y[i]);
      most[i / samples] = Math.max(most[i / samples], ulp);
      if (ulp > worst.ulp) {
        worst = new Worst(ulp, x[i], Float.toString(y[i]), truth);
      }
    }
    for (int i = 0; i < most.length; i++) {
      most[i] = Digits.rounded(most[i], DIGITS);
    }
    Found here = found.get(activation + " " + direction);
    if (here == null) {
      throw new IllegalStateException("no errors of " + activation + " " + direction);
    }
    here.by.put(by, most);
    here.worst.put(by, worst);
  }

  /** Nobody promises the sign of a zero but we: it is not held against the naive formula. */
  private static double leniently(double truth, float result) {
    return result == 0 && Double.isFinite(truth)
        ? Math.abs(truth) / Ulp.unit(truth)
        : Ulp.distance(truth, result);
  }

  private static boolean isSubnormal(double v) {
    return v != 0 && Math.abs(v) < Float.MIN_NORMAL;
  }
}
