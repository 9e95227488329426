package org.hillock.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.hillock.backend.Bits;
import org.hillock.op.Rows;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CpuSoftmaxTest {

  private static final List<CpuBackend> BACKENDS =
      List.of(CpuBackend.open(1), CpuBackend.open(2), CpuBackend.open(7));

  private static final Softmax LOG = Softmax.overAxis(0).log();

  static List<Shape> shapes() {
    return List.of(
        Shape.of(1, 1),
        Shape.of(5, 1),
        Shape.of(1, 2),
        Shape.of(3, 7),
        Shape.of(2, 31),
        Shape.of(2, 255),
        Shape.of(2, 256),
        Shape.of(3, 257),
        Shape.of(7, 1000),
        Shape.of(2, 4095),
        Shape.of(2, 4096),
        Shape.of(3, 4097),
        Shape.of(2, 8193),
        Shape.of(1, 50257),
        Shape.of(1, 300001),
        Shape.of(4099, 7),
        Shape.of(2, 3, 5),
        Shape.of(3, 257, 4),
        Shape.of(1, 8195, 3),
        Shape.of(2, 21, 37, 11),
        Shape.of(15, 33),
        Shape.of(16, 128),
        Shape.of(17, 129),
        Shape.of(63, 1),
        Shape.of(64, 2),
        Shape.of(65, 127),
        Shape.of(129, 16),
        Shape.of(3, 5, 15),
        Shape.of(3, 300, 16),
        Shape.of(2, 4100, 17),
        Shape.of(2, 3, 65),
        Shape.of(5000, 2),
        Shape.of(2, 400, 7),
        Shape.of(100003, 3));
  }

  @Test
  void aRowWithoutASoftmaxLeavesItsNeighboursAlone() {
    for (Shape shape : List.of(Shape.of(70, 5), Shape.of(3, 5, 70), Shape.of(20, 300))) {
      for (Softmax kind : Softmax.kinds(1)) {
        Rows rows = kind.rows(shape);
        float[] x = logits(shape);
        x[(int) rows.first(3) + 2 * (int) rows.inner()] = Float.NaN;
        x[(int) rows.first(7)] = Float.POSITIVE_INFINITY;
        for (int c = 0; c < rows.columns(); c++) {
          x[(int) rows.first(11) + c * (int) rows.inner()] = Float.NEGATIVE_INFINITY;
          x[(int) rows.first(13) + c * (int) rows.inner()] = Float.NaN;
        }
        float[] expected = SoftmaxDefinition.forward(kind, rows, x);
        for (CpuBackend backend : BACKENDS) {
          float[] y = x.clone();
          backend.forward(kind, shape, y, y);
          assertSame(expected, y, kind + " of " + shape + " on " + backend.device());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everyScheduleGivesTheBitsOfTheDefinition(Shape shape) {
    for (int axis = 0; axis < shape.rank(); axis++) {
      for (Softmax kind : Softmax.kinds(axis)) {
        assertBitsOfTheDefinition(kind, shape);
        assertBitsOfTheDefinition(kind.temperature(0.7f), shape);
      }
    }
  }

  private static void assertBitsOfTheDefinition(Softmax softmax, Shape shape) {
    float[] x = logits(shape);
    float[] dy = gradient(shape);
    float[] y = SoftmaxDefinition.forward(softmax, softmax.rows(shape), x);
    float[] dx = SoftmaxDefinition.backward(softmax, softmax.rows(shape), y, dy);
    for (CpuBackend backend : BACKENDS) {
      String what = softmax + " of " + shape + " on " + backend.device();
      float[] actual = new float[x.length];
      backend.forward(softmax, shape, x, actual);
      assertSame(y, actual, what);
      float[] inPlace = x.clone();
      backend.forward(softmax, shape, inPlace, inPlace);
      assertSame(y, inPlace, what + " in place");
      backend.backward(softmax, shape, y, dy, actual);
      assertSame(dx, actual, what + " backward");
      for (int which = 0; which < 2; which++) {
        float[] saved = y.clone();
        float[] upstream = dy.clone();
        backend.backward(softmax, shape, saved, upstream, which == 0 ? saved : upstream);
        assertSame(dx, which == 0 ? saved : upstream, what + " backward in place");
      }
    }
  }

  @Test
  void aRowOfNothingButMinusInfinityOrWithNaNOrPlusInfinityIsNaN() {
    float inf = Float.POSITIVE_INFINITY;
    for (float[] row :
        new float[][] {
          {-inf, -inf, -inf}, {1, Float.NaN, 2}, {1, inf, 2}, {inf, -inf, Float.NaN}
        }) {
      assertThat(softmax(row)).containsOnly(Float.NaN);
      assertThat(logSoftmax(row)).containsOnly(Float.NaN);
    }
    assertThat(softmax(-inf, 5, -inf)).containsExactly(0, 1, 0);
    assertThat(logSoftmax(-inf, 5, -inf)).containsExactly(-inf, 0, -inf);
  }

  @Test
  void masksAndHugeMagnitudesAreExact() {
    assertThat(softmax(0, -1e9f, -3.4e38f, Float.NEGATIVE_INFINITY)).containsExactly(1, 0, 0, 0);
    assertThat(softmax(1e30f, -1e30f)).containsExactly(1, 0);
    assertThat(softmax(-3.4e38f, -3.4e38f)).containsExactly(0.5f, 0.5f);
    assertThat(softmax(3.4e38f, -3.4e38f)).containsExactly(1, 0);
    assertThat(softmax(1000, 1001, 1002)).containsExactly(softmax(0, 1, 2));
    assertThat(softmax(42)).containsExactly(1);
  }

  @Test
  void logarithmsOfMasksAndHugeMagnitudesAreExact() {
    float inf = Float.POSITIVE_INFINITY;
    assertThat(logSoftmax(0, -1e9f, -3.4e38f, -inf)).containsExactly(0, -1e9f, -3.4e38f, -inf);
    assertThat(logSoftmax(1e30f, -1e30f)).containsExactly(0, -2e30f);
    assertThat(logSoftmax(3.4e38f, -3.4e38f)).containsExactly(0, -inf);
    assertThat(softmax(LOG.temperature(2), 3.4e38f, -3.4e38f)).containsExactly(0, -3.4e38f);
    float half = (float) Math.log(0.5);
    assertThat(logSoftmax(-3.4e38f, -3.4e38f)).containsExactly(half, half);
    assertThat(logSoftmax(1000, 1001, 1002)).containsExactly(logSoftmax(0, 1, 2));
    assertThat(logSoftmax(42)).containsExactly(0);
  }

  @Test
  void aMaskedEntryHasTheGradientOfAConstant() {
    float inf = Float.POSITIVE_INFINITY;
    float[] dx = new float[3];
    for (CpuBackend backend : BACKENDS) {
      backend.backward(
          LOG.temperature(0.5f),
          Shape.of(3),
          new float[] {0, -inf, -1e9f},
          new float[] {1, 2, 4},
          dx);
      assertThat(dx).containsExactly((1 - 7) * 2, 2 * 2, 4 * 2);
    }
  }

  /** Against double precision, as a sanity check; bits are what the other tests compare. */
  @ParameterizedTest
  @MethodSource("shapes")
  void logSoftmaxIsNearTheTruth(Shape shape) {
    Softmax softmax = Softmax.overAxis(-1).log().temperature(0.7f);
    Rows rows = softmax.rows(shape);
    float[] x = logits(shape);
    float[] dy = gradient(shape);
    float[] y = new float[x.length];
    float[] dx = new float[x.length];
    BACKENDS.get(1).forward(softmax, shape, x, y);
    BACKENDS.get(1).backward(softmax, shape, y, dy, dx);
    for (long r = 0; r < rows.count(); r++) {
      int first = (int) rows.first(r);
      int end = first + (int) rows.columns();
      double maximum = Double.NEGATIVE_INFINITY;
      double sumOfDy = 0;
      double sizeOfDy = 0;
      for (int i = first; i < end; i++) {
        maximum = Math.max(maximum, x[i]);
        sumOfDy += dy[i];
        sizeOfDy += Math.abs(dy[i]);
      }
      double sum = 0;
      for (int i = first; i < end; i++) {
        sum += Math.exp((x[i] - maximum) / 0.7f);
      }
      for (int i = first; i < end; i++) {
        double truth = (x[i] - maximum) / 0.7f - Math.log(sum);
        double slope = (dy[i] - Math.exp(truth) * sumOfDy) / 0.7f;
        double error = 1e-6 * (Math.abs(dy[i]) + Math.exp(truth) * sizeOfDy);
        assertNear(truth, y[i], 1e-6 * Math.max(1, Math.abs(truth)), "y", i);
        assertNear(slope, dx[i], error / 0.7, "dx", i);
      }
    }
  }

  private static void assertNear(
      double expected, float actual, double error, String what, int index) {
    // Equal infinities have no distance, and a NaN is as expected as any number.
    if (Double.compare(expected, actual) != 0 && !(Math.abs(actual - expected) <= error)) {
      assertThat((double) actual)
          .as("%s, element %s", what, index)
          .isCloseTo(expected, within(error));
    }
  }

  @Test
  void longRowsAreRightToo() {
    Shape shape = Shape.of(1, (1 << 20) + 3);
    float[] x = logits(shape);
    float[] y = new float[x.length];
    BACKENDS.get(1).forward(Softmax.overAxis(-1), shape, x, y);
    double sum = 0;
    double maximum = Double.NEGATIVE_INFINITY;
    for (float v : x) {
      maximum = Math.max(maximum, v);
    }
    for (float v : x) {
      sum += Math.exp(v - maximum);
    }
    double total = 0;
    for (int i = 0; i < x.length; i++) {
      double expected = Math.exp(x[i] - maximum) / sum;
      assertThat((double) y[i])
          .as("element %s", i)
          .isCloseTo(expected, within(1e-5 * expected + 1e-38));
      total += y[i];
    }
    assertThat(total).isCloseTo(1, within(1e-6));
  }

  @Test
  void theReciprocalIsCorrectlyRounded() {
    SoftmaxMaps maps = Twins.scalar().softmaxMaps();
    for (int bits = Float.floatToRawIntBits(1); bits < Float.floatToRawIntBits(4); bits++) {
      float sum = Float.intBitsToFloat(bits);
      if (maps.softmaxReciprocal(sum) != 1 / sum) {
        assertThat(maps.softmaxReciprocal(sum)).as("1 / %s", sum).isEqualTo(1 / sum);
      }
    }
    for (float sum = 1; sum < 0x1p40f; sum *= 1.37f) {
      assertThat(maps.softmaxReciprocal(sum)).as("1 / %s", sum).isEqualTo(1 / sum);
    }
  }

  private static float[] softmax(float... row) {
    return softmax(Softmax.overAxis(0), row);
  }

  private static float[] logSoftmax(float... row) {
    return softmax(LOG, row);
  }

  private static float[] softmax(Softmax softmax, float... row) {
    float[] y = new float[row.length];
    BACKENDS.get(0).forward(softmax, Shape.of(row.length), row, y);
    return y;
  }

  private static void assertSame(float[] expected, float[] actual, String what) {
    for (int i = 0; i < expected.length; i++) {
      if (!Bits.same(expected[i], actual[i])) {
        assertThat(Float.toString(actual[i]))
            .as("%s, element %s", what, i)
            .isEqualTo(Float.toString(expected[i]));
      }
    }
  }

  /** Ordinary numbers, with masks, and with a row that holds a NaN. */
  private static float[] logits(Shape shape) {
    Random random = new Random(shape.hashCode());
    float[] x = new float[(int) shape.size()];
    for (int i = 0; i < x.length; i++) {
      x[i] =
          random.nextInt(97) == 0 ? Float.NEGATIVE_INFINITY : (float) (5 * random.nextGaussian());
    }
    if (shape.dimension(0) > 2) {
      x[x.length - 1] = Float.NaN;
    }
    return x;
  }

  private static float[] gradient(Shape shape) {
    Random random = new Random(~shape.hashCode());
    float[] dy = new float[(int) shape.size()];
    for (int i = 0; i < dy.length; i++) {
      dy[i] = (float) random.nextGaussian();
    }
    return dy;
  }
}
