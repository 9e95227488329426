package org.hillock.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.hillock.op.Activation;
import org.hillock.op.Elementwise;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaturationTest {

  private static final float[] SPECIAL = {
    0f,
    -0f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
  };

  @ParameterizedTest
  @EnumSource(Activation.class)
  void intervalsHoldWhereTheSlopeIsFlat(Activation activation) {
    SplittableRandom random = new SplittableRandom(6);
    for (float epsilon : new float[] {0, 1e-30f, 1e-6f, 0.01f, 0.3f, 2}) {
      Saturation saturation = Saturation.of(activation, epsilon);
      for (float x : SPECIAL) {
        check(saturation, activation, epsilon, x);
      }
      for (int i = 0; i < 20_000; i++) {
        float anywhere = Float.intBitsToFloat(random.nextInt());
        float near = (float) random.nextDouble(-20, 20);
        check(saturation, activation, epsilon, anywhere);
        check(saturation, activation, epsilon, near);
      }
      for (int i = 0; i < saturation.from().length; i++) {
        float from = saturation.from()[i];
        float to = saturation.to()[i];
        check(saturation, activation, epsilon, from);
        check(saturation, activation, epsilon, to);
        check(saturation, activation, epsilon, Math.nextDown(from));
        check(saturation, activation, epsilon, Math.nextUp(to));
      }
    }
  }

  private static void check(Saturation saturation, Elementwise operation, float epsilon, float x) {
    double slope = operation.activation().slope(x, operation.parameter());
    assertThat(saturation.contains(x))
        .as("%s, epsilon %s, x %s, slope %s", operation, epsilon, x, slope)
        .isEqualTo(Math.abs(slope) < epsilon);
  }

  @ParameterizedTest
  @ValueSource(floats = {0.01f, 0.3f})
  void nanIsNowhere(float epsilon) {
    assertThat(Saturation.of(Activation.values()[0], epsilon).contains(Float.NaN)).isFalse();
  }
}
