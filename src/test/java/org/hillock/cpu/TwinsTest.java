package org.hillock.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.hillock.Seed;
import org.hillock.backend.Bits;
import org.hillock.op.Activation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The SIMD twins give the scalar twins' bits, whatever the length and wherever a loop begins. */
@EnabledIf("simd")
class TwinsTest {

  private static final int SIZE = 1 << 16;
  private static final float[] PARAMETERS = {-8, -1e-30f, 0, 1e-38f, 0.01f, 1, 1.7f, 1e30f};

  private final Random random = Seed.random();
  private final Twins scalar = Twins.scalar();
  private final Twins simd = Twins.best();

  static boolean simd() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }

  @Test
  void theModuleIsUsedWhereItIs() {
    assertThat(simd.lanes()).isGreaterThan(1);
    assertThat(simd.getClass()).isNotEqualTo(scalar.getClass());
  }

  @Test
  void activationsHaveTheSameBits() {
    float[] x = anyFloats();
    float[] dy = anyFloats();
    for (String name : scalar.activations().keySet()) {
      ActivationLoops expected = scalar.activations().get(name);
      ActivationLoops actual = simd.activations().get(name);
      for (float a : PARAMETERS) {
        float[] y = new float[SIZE];
        float[] y2 = new float[SIZE];
        expected.forward(x, 0, y, 0, SIZE, a);
        actual.forward(x, 0, y2, 0, SIZE, a);
        assertSame(name + "(" + a + ")", x, y, y2);
        expected.backward(x, 0, dy, 0, y, 0, SIZE, a);
        actual.backward(x, 0, dy, 0, y2, 0, SIZE, a);
        assertSame(name + "(" + a + ") backward", x, y, y2);
      }
    }
  }

  /** All floats, which takes minutes: with {@code -Dhillock.exhaustive=true}. */
  @Test
  @EnabledIfSystemProperty(named = "hillock.exhaustive", matches = "true")
  void activationsHaveTheSameBitsOnAllFloats() {
    for (Activation activation : Activation.values()) {
      LongStream.range(0, (1L << 32) / SIZE)
          .parallel()
          .forEach(block -> sameBits(activation, (int) (block * SIZE)));
    }
  }

  private void sameBits(Activation activation, int firstBits) {
    ActivationLoops expected = scalar.activations().get(activation.snippet());
    ActivationLoops actual = simd.activations().get(activation.snippet());
    float a = activation.parameter();
    float[] x = new float[SIZE];
    float[] y = new float[SIZE];
    float[] y2 = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      x[i] = Float.intBitsToFloat(firstBits + i);
    }
    expected.forward(x, 0, y, 0, SIZE, a);
    actual.forward(x, 0, y2, 0, SIZE, a);
    assertSame(activation.name(), x, y, y2);
    expected.backward(x, 0, x, 0, y, 0, SIZE, a);
    actual.backward(x, 0, x, 0, y2, 0, SIZE, a);
    assertSame(activation + " backward", x, y, y2);
  }

  @Test
  void softmaxMapsHaveTheSameBits() {
    float[] x = new float[SIZE];
    float[] dy = anyFloats();
    for (int i = 0; i < SIZE; i++) {
      x[i] = i % 3 == 0 ? dy[i] : (float) (-110 * random.nextDouble());
    }
    for (float t : new float[] {1, 0.7f, 3, 1e30f, 1e-30f}) {
      float[] y = new float[SIZE];
      float[] y2 = new float[SIZE];
      scalar.softmaxMaps().softmaxExp(x, 0, y, 0, SIZE, 0.3f, t);
      simd.softmaxMaps().softmaxExp(x, 0, y2, 0, SIZE, 0.3f, t);
      assertSame("softmaxExp", x, y, y2);
      scalar.softmaxMaps().softmaxSlope(x, 0, dy, 0, y, 0, SIZE, 0.3f, t);
      simd.softmaxMaps().softmaxSlope(x, 0, dy, 0, y2, 0, SIZE, 0.3f, t);
      assertSame("softmaxSlope", x, y, y2);
      scalar.softmaxMaps().softmaxLog(x, 0, y, 0, SIZE, 0.3f, t, 2.5f, 1e-8f);
      simd.softmaxMaps().softmaxLog(x, 0, y2, 0, SIZE, 0.3f, t, 2.5f, 1e-8f);
      assertSame("softmaxLog", x, y, y2);
      scalar.softmaxMaps().softmaxLogSlope(x, 0, dy, 0, y, 0, SIZE, 0.3f, t);
      simd.softmaxMaps().softmaxLogSlope(x, 0, dy, 0, y2, 0, SIZE, 0.3f, t);
      assertSame("softmaxLogSlope", x, y, y2);
      scalar.softmaxMaps().softmaxScale(x, 0, y, 0, SIZE, t);
      simd.softmaxMaps().softmaxScale(x, 0, y2, 0, SIZE, t);
      assertSame("softmaxScale", x, y, y2);
    }
  }

  /** Every length up to a few vectors, and nothing written beside it. */
  @Test
  void tailsAreWhole() {
    float[] x = anyFloats();
    for (String name : scalar.activations().keySet()) {
      for (int count = 0; count < 70; count++) {
        float[] y = new float[200];
        float[] y2 = new float[200];
        Arrays.fill(y, 7);
        Arrays.fill(y2, 7);
        int from = random.nextInt(100);
        scalar.activations().get(name).forward(x, from, y, from + 1, count, 1);
        simd.activations().get(name).forward(x, from, y2, from + 1, count, 1);
        assertSame(name + " of " + count + " from " + from + ", beside", x, y, y2);
      }
    }
  }

  private float[] anyFloats() {
    float[] x = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      x[i] =
          i % 2 == 0
              ? Float.intBitsToFloat(random.nextInt())
              : (float) Math.scalb(random.nextGaussian(), random.nextInt(8));
    }
    return x;
  }

  private static void assertSame(String what, float[] x, float[] expected, float[] actual) {
    for (int i = 0; i < expected.length; i++) {
      if (!Bits.same(expected[i], actual[i])) {
        assertThat(Float.toHexString(actual[i]))
            .as("%s of %s", what, Float.toHexString(x[i]))
            .isEqualTo(Float.toHexString(expected[i]));
      }
    }
  }
}
