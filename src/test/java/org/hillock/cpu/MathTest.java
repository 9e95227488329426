package org.hillock.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.LongStream;
import org.hillock.op.Ulp;
import org.junit.jupiter.api.Test;

/**
 * The functions of math.cl that stand on their own: at most 1 ULP over every 4099th float32, and
 * with {@code -Dhillock.exhaustive=true} over all.
 */
class MathTest {

  private static final long STRIDE = Boolean.getBoolean("hillock.exhaustive") ? 1 : 4099;

  @Test
  void exponential() {
    sweep(MathScalar::exponential, Math::exp);
  }

  @Test
  void exponentialMinusOne() {
    sweep(MathScalar::exponentialMinusOne, Math::expm1);
  }

  private static void sweep(Function function, DoubleUnaryOperator truth) {
    double worst =
        LongStream.rangeClosed(0, ((1L << 32) - 1) / STRIDE)
            .parallel()
            .mapToDouble(
                i -> {
                  float x = Float.intBitsToFloat((int) (i * STRIDE));
                  return Ulp.distance(truth.applyAsDouble(x), function.of(x));
                })
            .max()
            .orElseThrow();
    assertThat(worst).as("a sweep that finds no rounding has looked at nothing").isPositive();
    assertThat(worst).isLessThanOrEqualTo(1);
  }

  private interface Function {
    float of(float x);
  }
}
