package org.hillock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.SplittableRandom;
import org.hillock.backend.Statistics;
import org.hillock.backend.Tensor;
import org.hillock.insight.Place;
import org.hillock.insight.Summary;
import org.hillock.insight.Watch;
import org.hillock.op.Activation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatisticsTest {

  private static final float NAN = Float.NaN;

  @Test
  void countWhatIsThere() {
    try (Hillock hillock = Hillock.open("cpu");
        Statistics stats = hillock.statistics(Watch.tensors().histogramOfEvery(1))) {
      float[] x = {-1, 0, 2, 4, NAN, Float.POSITIVE_INFINITY};
      hillock.forward(Activation.RELU, x, new float[6], stats);
      Summary summary = stats.summary();
      assertThat(summary.calls()).isEqualTo(1);
      assertThat(summary.count()).isEqualTo(6);
      assertThat(summary.zeros()).isEqualTo(2);
      assertThat(summary.saturated()).isEqualTo(2);
      assertThat(summary.mean()).isEqualTo(1.5);
      assertThat(summary.variance()).isEqualTo(2.75);
      assertThat(summary.least()).isZero();
      assertThat(summary.most()).isEqualTo(4);
      assertThat(summary.nans()).isEqualTo(1);
      assertThat(summary.infinities()).isEqualTo(1);
      assertThat(summary.made()).isZero();
      assertThat(summary.firstNan()).isEqualTo(new Place(0, 4));
      assertThat(summary.firstInfinity()).isEqualTo(new Place(0, 5));
      assertThat(summary.histogram().counts()[0]).isEqualTo(2);
      assertThat(summary.histogram().counts()[128]).isEqualTo(1);
      assertThat(summary.histogram().size()).isEqualTo(6);
    }
  }

  /** Beside plain double precision, for numbers that are far from zero and near each other too. */
  @ParameterizedTest
  @ValueSource(ints = {0, 17})
  void haveTheMomentsOfTheResults(int units) {
    int columns = 17;
    int rows = 6007;
    for (float offset : new float[] {0, 1000}) {
      SplittableRandom random = new SplittableRandom(9);
      float[] x = new float[rows * columns];
      for (int i = 0; i < x.length; i++) {
        x[i] = offset + (float) random.nextDouble(-1, 1) * (i % columns + 1);
      }
      Watch watch = units == 0 ? Watch.tensors() : Watch.tensors().perUnit(units);
      try (Hillock hillock = Hillock.open("cpu");
          Statistics stats = hillock.statistics(watch)) {
        float[] y = new float[x.length];
        hillock.forward(Activation.RELU, x, y, Shape.of(rows, columns), stats);
        hillock.forward(Activation.RELU, x, y, Shape.of(rows, columns), stats);
        Summary whole = stats.summary();
        check(whole, y, 0, 1);
        assertThat(whole.count()).isEqualTo(2L * x.length);
        for (int unit = 0; unit < units; unit++) {
          check(stats.units().get(unit), y, unit, columns);
        }
      }
    }
  }

  private static void check(Summary summary, float[] y, int first, int step) {
    double mean = 0;
    double variance = 0;
    int count = (y.length - first - 1) / step + 1;
    for (int i = first; i < y.length; i += step) {
      mean += y[i] / count;
    }
    for (int i = first; i < y.length; i += step) {
      variance += (y[i] - mean) * (y[i] - mean) / count;
    }
    // The sum of a block is off by at most 2^-24 of its absolute sum for each addition; here the
    // pivot
    // is no further from the mean than the numbers are.
    double most = 100 * 4 * Watch.BLOCK * 0x1p-24;
    assertThat(summary.mean()).isCloseTo(mean, withinPercentage(most));
    assertThat(summary.variance()).isCloseTo(variance, withinPercentage(most));
  }

  @Test
  void accumulateForEachUnit() {
    try (Hillock hillock = Hillock.open("cpu");
        Statistics stats = hillock.statistics(Watch.tensors().perUnit(2))) {
      float[] y = new float[4];
      hillock.forward(Activation.RELU, new float[] {-1, 1, -2, -1}, y, Shape.of(2, 2), stats);
      hillock.forward(Activation.RELU, new float[] {-1, -1, -2, -1}, y, Shape.of(2, 2), stats);
      Summary dead = stats.units().get(0);
      Summary alive = stats.units().get(1);
      assertThat(dead.count()).isEqualTo(4);
      assertThat(dead.fired()).isFalse();
      assertThat(alive.zeros()).isEqualTo(3);
      assertThat(alive.fired()).isTrue();
      assertThat(alive.mean()).isEqualTo(0.25);
      assertThat(stats.summary().count()).isEqualTo(8);
      assertThat(stats.summary().zeros()).isEqualTo(7);
      stats.reset();
      assertThat(stats.summary().count()).isZero();
      assertThat(stats.summary().mean()).isNaN();
    }
  }

  @Test
  void tellWhatBackwardMakes() {
    try (Hillock hillock = Hillock.open("cpu");
        Statistics stats = hillock.statistics(Watch.tensors())) {
      float[] x = {0, 0, 100, -100};
      float[] dy = {3, 4, Float.MAX_VALUE, NAN};
      hillock.backward(Activation.SIGMOID, x, dy, new float[4], stats);
      Summary.Gradients gradients = stats.summary().gradients();
      assertThat(gradients.meanSlope()).isCloseTo(0.125, within(1e-9));
      assertThat(stats.summary().saturated()).isEqualTo(2);
      assertThat(stats.summary().made()).isZero();
      assertThat(stats.summary().nans()).isEqualTo(1);
    }
  }

  @Test
  void addTheBias() {
    try (Hillock hillock = Hillock.open("cpu");
        Tensor x = hillock.tensor(Shape.of(2, 2), new float[] {1, 2, 3, 4});
        Tensor bias = hillock.tensor(Shape.of(2), new float[] {-2, 10});
        Tensor y = hillock.tensor(Shape.of(2, 2));
        Tensor gradient = hillock.tensor(Shape.of(2))) {
      hillock.forward(Activation.RELU, x, bias, y, null);
      assertThat(y.toArray()).containsExactly(0, 12, 1, 14);
      hillock.backward(Activation.RELU, x, bias, y, y, gradient, null);
      assertThat(y.toArray()).containsExactly(0, 12, 1, 14);
      assertThat(gradient.toArray()).containsExactly(1, 26);
    }
  }

  @Test
  void measureHowSureSoftmaxIs() {
    try (Hillock hillock = Hillock.open("cpu");
        Statistics stats = hillock.statistics(Watch.tensors())) {
      float[] x = {0, 0, 0, 0, 100, 0, 0, 0};
      hillock.forward(Softmax.overAxis(-1), x, new float[8], Shape.of(2, 4), stats);
      Summary.RowSummary rows = stats.summary().rows();
      assertThat(rows.count()).isEqualTo(2);
      assertThat(rows.meanEntropy()).isCloseTo(Math.log(4) / 2, within(1e-6));
      assertThat(rows.meanTop()).isCloseTo(0.625, within(1e-6));
    }
  }

  @Test
  void refuseWhatDoesNotFit() {
    try (Hillock hillock = Hillock.open("cpu");
        Hillock other = Hillock.open("cpu");
        Statistics stats = hillock.statistics(Watch.tensors().perUnit(3))) {
      float[] x = new float[4];
      assertThatThrownBy(() -> hillock.forward(Activation.RELU, x, x, Shape.of(2, 2), stats))
          .hasMessage(
              "stats are of 3 units; expected as many as the last axis of shape 2x2 is long");
      assertThatThrownBy(() -> hillock.forward(Softmax.overAxis(0), x, x, Shape.of(4), stats))
          .hasMessageContaining("has rows; expected statistics of tensors");
      assertThatThrownBy(() -> other.forward(Activation.RELU, x, x, stats))
          .hasMessageContaining("stats belong to another Hillock");
    }
  }
}
