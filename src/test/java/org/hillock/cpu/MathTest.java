package org.hillock.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.hillock.op.Ulp;
import org.junit.jupiter.api.Test;

/** The functions of math.cl that stand on their own: at most 1 ULP over every 4099th float32. */
class MathTest {

  private static final int STRIDE = 4099;

  @Test
  void exponential() {
    sweep(MathScalar::exponential, Math::exp);
  }

  @Test
  void exponentialMinusOne() {
    sweep(MathScalar::exponentialMinusOne, Math::expm1);
  }

  @Test
  void logarithm() {
    sweep(MathScalar::logarithm, Math::log);
  }

  private static void sweep(Function function, DoubleUnaryOperator truth) {
    double worst = 0;
    for (long bits = 0; bits < 1L << 32; bits += STRIDE) {
      float x = Float.intBitsToFloat((int) bits);
      float actual = function.of(x);
      double distance = Ulp.distance(truth.applyAsDouble(x), actual);
      assertThat(distance).as("of %s: %s", x, actual).isLessThanOrEqualTo(1);
      worst = Math.max(worst, distance);
    }
    assertThat(worst)
        .as("a sweep that finds no rounding at all has looked at nothing")
        .isPositive();
  }

  private interface Function {
    float of(float x);
  }
}
