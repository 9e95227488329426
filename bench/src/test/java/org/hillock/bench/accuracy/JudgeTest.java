package org.hillock.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.hillock.op.Ulp;
import org.junit.jupiter.api.Test;

class JudgeTest {

  private static final double[] SPECIAL = {
    0.0,
    -0.0,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    1,
    -1,
    0x1p-126,
    0x1p-127,
    0x1p-149,
    0x1p-150,
    1e-300,
    -1e-310,
    0x1p127,
    0x1.ffffffp127,
    0x1p128,
    -0x1p128,
    1e300
  };

  @Test
  void theQuickDistanceIsTheDistance() {
    for (double truth : SPECIAL) {
      for (double result : SPECIAL) {
        check(truth, (float) result);
      }
    }
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 2_000_000; i++) {
      float result = Float.intBitsToFloat(random.nextInt());
      check(result * (1 + (random.nextDouble() - 0.5) * 0x1p-20), result);
      check(Double.longBitsToDouble(random.nextLong()), result);
      check(Float.intBitsToFloat(random.nextInt()), result);
    }
  }

  private static void check(double truth, float result) {
    if (Judge.distance(truth, result) != Ulp.distance(truth, result)) {
      assertThat(Judge.distance(truth, result))
          .as("%s for %s", result, truth)
          .isEqualTo(Ulp.distance(truth, result));
    }
  }
}
