package org.hillock.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.hillock.backend.Bits;
import org.hillock.backend.RowMaps;
import org.hillock.op.Ulp;
import org.junit.jupiter.api.Test;

/**
 * The maps of a softmax's statistics keep the bounds that softmax_maps.cl states, over every 4099th
 * float32 of their range, and with {@code -Dhillock.exhaustive=true} over all.
 */
class RowMapsTest {

  private static final int STRIDE = Boolean.getBoolean("hillock.exhaustive") ? 1 : 4099;

  private final RowMaps maps = CpuBackend.rowMaps();

  @Test
  void surpriseOfProbabilities() {
    assertThat(worst(Float.MIN_NORMAL, 1, maps::surprise, p -> 0 - p * Math.log(p)))
        .isBetween(0.5, 2.23);
    assertThat(bits(maps.surprise(Math.nextDown(Float.MIN_NORMAL)))).isEqualTo(bits(0));
    assertThat(bits(maps.surprise(0))).isEqualTo(bits(0));
    assertThat(bits(maps.surprise(-0f))).isEqualTo(bits(0));
    assertThat(bits(maps.surprise(1))).isEqualTo(bits(0));
    assertThat(maps.surprise(Float.NaN)).isNaN();
  }

  @Test
  void surpriseOfLogarithms() {
    assertThat(worst(-0f, -87, maps::logSurprise, y -> -y * Math.exp(y))).isBetween(0.5, 1.81);
    assertThat(bits(maps.logSurprise(Math.nextDown(-87f)))).isEqualTo(bits(0));
    assertThat(bits(maps.logSurprise(-0f))).isEqualTo(bits(0));
    assertThat(bits(maps.logSurprise(Float.NEGATIVE_INFINITY))).isEqualTo(bits(0));
    assertThat(bits(maps.logSurprise(-Float.MAX_VALUE))).isEqualTo(bits(0));
    assertThat(maps.logSurprise(Float.NaN)).isNaN();
  }

  @Test
  void simdHasTheSameBits() {
    SoftmaxMaps simd = Twins.best().softmaxMaps();
    int count = 1 << 16;
    float[] y = new float[count];
    float[] out = new float[count];
    float[] log = new float[count];
    for (int i = 0; i < count; i++) {
      y[i] = Float.intBitsToFloat(i * 65_539);
    }
    simd.softmaxSurprise(y, 0, out, 0, count);
    simd.softmaxLogSurprise(y, 0, log, 0, count);
    for (int i = 0; i < count; i++) {
      assertThat(Bits.same(out[i], maps.surprise(y[i]))).as("y is %s", y[i]).isTrue();
      assertThat(Bits.same(log[i], maps.logSurprise(y[i]))).as("y is %s", y[i]).isTrue();
    }
  }

  private static double worst(float from, float to, Map map, DoubleUnaryOperator truth) {
    return errors(from, to, x -> Ulp.distance(truth.applyAsDouble(x), map.of(x)));
  }

  /** The largest error between two floats of one sign, of which the first is nearer to zero. */
  private static double errors(float from, float to, ToDoubleFunction<Float> error) {
    return IntStream.rangeClosed(0, (bits(to) - bits(from)) / STRIDE)
        .parallel()
        .mapToDouble(i -> error.applyAsDouble(Float.intBitsToFloat(bits(to) - i * STRIDE)))
        .max()
        .orElseThrow();
  }

  private static int bits(float value) {
    return Float.floatToRawIntBits(value);
  }

  private interface Map {
    float of(float y);
  }
}
