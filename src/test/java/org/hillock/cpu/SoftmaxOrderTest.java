package org.hillock.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.hillock.Seed;
import org.hillock.backend.Backend;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.junit.jupiter.api.Test;

/**
 * Order, and what follows from it: a larger entry never has a smaller probability, none is above 1,
 * and a shift of a row that is exact changes no bit.
 *
 * <p>The exponential is given multiples of 2^-26 and the floats above -1/8, nothing else (see
 * rounded_sum in math.cl). Here it is looked at on some of them, and with {@code
 * -Dhillock.exhaustive=true} on all, 7 thousand million, which takes a few minutes.
 */
class SoftmaxOrderTest {

  private static final boolean EXHAUSTIVE = Boolean.getBoolean("hillock.exhaustive");
  private static final double GRID = 0x1p-26;
  private static final float BESIDE = 0x1p-29f;
  private static final long CUTOFF = 104L << 26;
  private static final int WINDOW = 1 << 14;
  private static final float[] TEMPERATURES = {1, 0.5f, 0.7f, 3, 1e-3f, 1e10f, 1e38f};

  private final Random random = Seed.random();
  private final Backend cpu = CpuBackend.open(2);

  @Test
  void theExponentialNeverFallsOnTheGrid() {
    long stride = EXHAUSTIVE ? WINDOW : 97L * WINDOW;
    long first = EXHAUSTIVE ? 0 : random.nextInt(97) * (long) WINDOW;
    long windows = (CUTOFF - first) / stride;
    LongStream.range(0, windows).parallel().forEach(w -> neverFalls(first + w * stride, WINDOW));
  }

  /** Where n changes, and with it the interval of the series. */
  @Test
  void theExponentialNeverFallsWhereItsReductionChanges() {
    for (int n = 0; n < 150; n++) {
      long at = Math.round((n + 0.5) * Math.log(2) / GRID);
      neverFalls(at - WINDOW / 2, WINDOW);
    }
  }

  @Test
  void theExponentialNeverFallsAboveAnEighth() {
    int steps = Float.floatToIntBits(0.125f) / WINDOW;
    int stride = EXHAUSTIVE ? 1 : 61;
    for (int w = EXHAUSTIVE ? 0 : random.nextInt(stride); w < steps; w += stride) {
      float last = MathScalar.exponentialOfNegative(-Float.intBitsToFloat(w * WINDOW), 0);
      for (int bits = w * WINDOW; bits <= (w + 1) * WINDOW; bits++) {
        float z = -Float.intBitsToFloat(bits);
        float e = MathScalar.exponentialOfNegative(z, 0);
        if (!(e <= last)) {
          assertThat(e).as("e^%s, where e^ of the float above is %s", z, last).isEqualTo(last);
        }
        last = e;
      }
    }
    assertThat(MathScalar.exponentialOfNegative(0, 0)).isEqualTo(1);
  }

  /** Neighbouring floats, near 0 and near the maximum, below maxima of all sizes. */
  @Test
  void aLargerEntryNeverGetsLess() {
    for (int trial = 0; trial < 4000; trial++) {
      float temperature = TEMPERATURES[trial % TEMPERATURES.length];
      float maximum = (float) Math.scalb(random.nextGaussian(), random.nextInt(30) - 10);
      float reach = (float) Math.min(1e38, temperature * 104.0 * random.nextDouble());
      float start = random.nextInt(3) == 0 ? reach * 0x1p-24f : Math.abs(maximum - reach);
      float[] row = new float[257];
      row[0] = Math.max(Math.abs(maximum), start);
      row[1] = trial % 2 == 0 ? start : -start;
      for (int i = 2; i < row.length; i++) {
        row[i] = Math.nextDown(row[i - 1]);
      }
      for (boolean logarithmic : new boolean[] {false, true}) {
        orderIsKept(row, temperature, logarithmic);
      }
    }
  }

  /** Rows whose z lie on both sides of the middle between two floats. */
  @Test
  void theMiddleBetweenTwoFloatsIsOneNumber() {
    for (float maximum :
        new float[] {
          0x1.cb31dap+1f, 0x1.a60a0ep+2f, 0x1.76e5bcp+3f, 0x1.b0edfcp+3f, 0x1.d4a884p+3f
        }) {
      float middle = -Math.ulp(maximum) / 2;
      float[] row = {maximum, middle + 0x1p-29f, middle, middle - 0x1p-29f};
      orderIsKept(row, 1, false);
      orderIsKept(row, 1, true);
    }
  }

  /** The logarithm of a softmax may be at the end of float's range or beyond, and is no NaN. */
  @Test
  void logSoftmaxOverflowsToInfinity() {
    float[][] rows = {{0x1.f3d28p+101f, -0x1.cccccap+127f}, {0x1.ff933cp+127f, -0x1.cd398ep+127f}};
    assertThat(forward(softmax(0.9f, true), rows[0])[1]).isLessThanOrEqualTo(-Float.MAX_VALUE);
    assertThat(forward(softmax(1.9f, true), rows[1])[1]).isLessThanOrEqualTo(-Float.MAX_VALUE);
  }

  @Test
  void aRandomRowKeepsItsOrder() {
    for (float temperature : TEMPERATURES) {
      for (double spread : new double[] {1e-7, 1e-3, 1, 30}) {
        float[] row = new float[30000];
        for (int i = 0; i < row.length; i++) {
          row[i] =
              (float)
                  Math.max(-1e38, Math.min(1e38, 1 + spread * random.nextGaussian() * temperature));
        }
        Arrays.sort(row);
        reverse(row);
        orderIsKept(row, temperature, false);
        orderIsKept(row, temperature, true);
      }
    }
  }

  @Test
  void anExactShiftChangesNoBit() {
    float[] row = new float[5000];
    float[] shifted = new float[row.length];
    for (int trial = 0; trial < 50; trial++) {
      float shift = random.nextInt(4001) - 2000;
      for (int i = 0; i < row.length; i++) {
        row[i] = random.nextInt(1 << 18) * 0x1p-12f - 32;
        shifted[i] = row[i] + shift;
        assertThat((double) shifted[i]).isEqualTo((double) row[i] + shift);
      }
      for (float temperature : new float[] {1, 0.7f, 3}) {
        for (boolean logarithmic : new boolean[] {false, true}) {
          Softmax softmax = softmax(temperature, logarithmic);
          assertThat(forward(softmax, shifted)).isEqualTo(forward(softmax, row));
        }
      }
    }
  }

  /** And all that is rounded to the same multiple of 2^-26, from either side, has the same bits. */
  private static void neverFalls(long from, int count) {
    float last = Float.POSITIVE_INFINITY;
    for (long k = Math.max(0, from - 1); k < from + count; k++) {
      double z = -k * GRID;
      float hi = (float) z;
      float lo = (float) (z - hi);
      float e = MathScalar.exponentialOfNegative(hi, lo);
      if (!(e <= last)) {
        assertThat(e).as("e^%s, where e^ of 2^-26 more is %s", z, last).isEqualTo(last);
      }
      if (z < -0.25
          && (e != MathScalar.exponentialOfNegative(hi, lo - BESIDE)
              || e != MathScalar.exponentialOfNegative(hi, lo + BESIDE))) {
        assertThat(MathScalar.exponentialOfNegative(hi, lo - BESIDE))
            .as("below %s", z)
            .isEqualTo(e);
        assertThat(MathScalar.exponentialOfNegative(hi, lo + BESIDE))
            .as("above %s", z)
            .isEqualTo(e);
      }
      last = e;
    }
  }

  private void orderIsKept(float[] falling, float temperature, boolean logarithmic) {
    Softmax softmax = softmax(temperature, logarithmic);
    float[] y = forward(softmax, falling);
    assertThat(y[0])
        .as("%s of the largest entry", softmax)
        .isLessThanOrEqualTo(logarithmic ? 0 : 1);
    for (int i = 1; i < y.length; i++) {
      boolean equal = falling[i] == falling[i - 1];
      if (!(equal ? y[i] == y[i - 1] : y[i] <= y[i - 1])) {
        assertThat(y[i])
            .as("%s of %s, where %s gives", softmax, falling[i], falling[i - 1])
            .isEqualTo(y[i - 1]);
      }
    }
  }

  private static Softmax softmax(float temperature, boolean logarithmic) {
    Softmax softmax = Softmax.overAxis(0).temperature(temperature);
    return logarithmic ? softmax.log() : softmax;
  }

  private float[] forward(Softmax softmax, float[] x) {
    float[] y = new float[x.length];
    cpu.forward(softmax, Shape.of(x.length), x, y);
    return y;
  }

  private static void reverse(float[] a) {
    for (int i = 0, j = a.length - 1; i < j; i++, j--) {
      float swap = a[i];
      a[i] = a[j];
      a[j] = swap;
    }
  }
}
