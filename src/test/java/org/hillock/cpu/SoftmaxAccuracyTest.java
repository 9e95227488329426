package org.hillock.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hillock.cpu.SoftmaxTruth.U;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.hillock.Seed;
import org.hillock.backend.Backend;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.hillock.op.Ulp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The error bounds that {@link Softmax} states, on random and adversarial rows of up to a million
 * columns, against compensated sums in double. Every device has the bits of the CPU implementation,
 * so its rows are enough.
 */
class SoftmaxAccuracyTest {

  private static final int[] COLUMNS = {
    1, 2, 3, 7, 31, 255, 256, 257, 1000, 4095, 4096, 4097, 50257, 1 << 20
  };
  private static final float[] TEMPERATURES = {1, 0.7f, 50, 1e-3f, 1e37f};
  private static final float[] FEW_TEMPERATURES = {1, 0.7f};
  private static final int LONG = 5000;
  private static final double SUBNORMAL = 0x1p-149;

  private final Random random = Seed.random();
  private final Backend cpu = CpuBackend.open(2);

  @ParameterizedTest
  @EnumSource
  void softmaxIsWithinItsBounds(SoftmaxRow kind) {
    for (int n : COLUMNS) {
      for (float temperature : n > LONG ? FEW_TEMPERATURES : TEMPERATURES) {
        Softmax softmax = Softmax.overAxis(0).temperature(temperature);
        float[] x = kind.of(n, temperature, random);
        float[] y = forward(softmax, x);
        double[] z = SoftmaxTruth.arguments(x, softmax.inverseTemperature());
        double sum = SoftmaxTruth.sum(n, i -> Math.exp(z[i]));
        double ofSum = (2 + SoftmaxTruth.additions(n)) * U;
        within(
            softmax,
            kind,
            y,
            i -> Math.exp(z[i]) / sum,
            i -> {
              double p = Math.exp(z[i]) / sum;
              return 2 * Ulp.unit(p) + ofSum * p;
            });
        double total = SoftmaxTruth.sum(n, i -> y[i]);
        assertThat(Math.abs(total - 1))
            .as("the sum of %s of %s of %s entries, less 1", softmax, kind, n)
            .isLessThanOrEqualTo(ofSum + n * SUBNORMAL);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void logSoftmaxIsWithinItsBounds(SoftmaxRow kind) {
    for (int n : COLUMNS) {
      for (float temperature : n > LONG ? FEW_TEMPERATURES : TEMPERATURES) {
        Softmax softmax = Softmax.overAxis(0).temperature(temperature).log();
        float[] x = kind.of(n, temperature, random);
        double[] z = SoftmaxTruth.arguments(x, softmax.inverseTemperature());
        double logSum = Math.log(SoftmaxTruth.sum(n, i -> Math.exp(z[i])));
        double ofSum = (2 + SoftmaxTruth.additions(n)) * U;
        within(
            softmax,
            kind,
            forward(softmax, x),
            i -> z[i] - logSum,
            i -> Ulp.unit(z[i] - logSum) + ofSum);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void softmaxBackwardIsWithinItsBounds(SoftmaxRow kind) {
    for (int n : COLUMNS) {
      for (float temperature : n > LONG ? FEW_TEMPERATURES : TEMPERATURES) {
        Softmax softmax = Softmax.overAxis(0).temperature(temperature);
        double t = softmax.inverseTemperature();
        float[] y = forward(softmax, kind.of(n, temperature, random));
        float[] dy = gradient(n);
        double dot = SoftmaxTruth.sum(n, i -> (double) y[i] * dy[i]);
        double ofSum =
            (1 + SoftmaxTruth.additions(n))
                * U
                * SoftmaxTruth.sum(n, i -> Math.abs((double) y[i] * dy[i]));
        within(
            softmax,
            kind,
            backward(softmax, y, dy),
            i -> y[i] * (dy[i] - dot) * t,
            i ->
                3 * Ulp.unit(y[i] * (dy[i] - dot) * t)
                    + t * (y[i] * (ofSum + n * SUBNORMAL) + SUBNORMAL));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void logSoftmaxBackwardIsWithinItsBounds(SoftmaxRow kind) {
    for (int n : COLUMNS) {
      for (float temperature : n > LONG ? FEW_TEMPERATURES : TEMPERATURES) {
        Softmax softmax = Softmax.overAxis(0).temperature(temperature).log();
        double t = softmax.inverseTemperature();
        float[] y = forward(softmax, kind.of(n, temperature, random));
        float[] dy = gradient(n);
        double sum = SoftmaxTruth.sum(n, i -> dy[i]);
        double ofSum = SoftmaxTruth.additions(n) * U * SoftmaxTruth.sum(n, i -> Math.abs(dy[i]));
        within(
            softmax,
            kind,
            backward(softmax, y, dy),
            i -> (dy[i] - Math.exp(y[i]) * sum) * t,
            i -> {
              double p = Math.exp(y[i]);
              double ofElement = (Ulp.unit(p) + SUBNORMAL) * Math.abs(sum) + p * ofSum;
              return 2 * Ulp.unit((dy[i] - p * sum) * t) + ofElement * t;
            });
      }
    }
  }

  /** The bounds hold to a relative 1e-5: of what is second order, and of the double arithmetic. */
  private static void within(
      Softmax softmax,
      SoftmaxRow kind,
      float[] actual,
      IntToDoubleFunction truth,
      IntToDoubleFunction bound) {
    for (int i = 0; i < actual.length; i++) {
      double error = Math.abs(actual[i] - truth.applyAsDouble(i));
      double most = bound.applyAsDouble(i) * (1 + 1e-5);
      if (!(error <= most)) {
        assertThat(error)
            .as(
                "error of element %s of %s of %s entries %s: %s, not %s",
                i, softmax, actual.length, kind, actual[i], truth.applyAsDouble(i))
            .isLessThanOrEqualTo(most);
      }
    }
  }

  private float[] gradient(int n) {
    float[] dy = new float[n];
    for (int i = 0; i < n; i++) {
      dy[i] = (float) random.nextGaussian();
    }
    return dy;
  }

  private float[] forward(Softmax softmax, float[] x) {
    float[] y = new float[x.length];
    cpu.forward(softmax, Shape.of(x.length), x, y);
    return y;
  }

  private float[] backward(Softmax softmax, float[] y, float[] dy) {
    float[] dx = new float[y.length];
    cpu.backward(softmax, Shape.of(y.length), y, dy, dx);
    return dx;
  }
}
