package org.hillock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.hillock.backend.Backend;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;
import org.hillock.op.Shape;
import org.hillock.op.Ulp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * At most 1 ULP from the double meaning on every backend, where it is hardest and on inputs that
 * are new in each run.
 */
class HardInputsTest {

  private static final int FRESH = 20000;

  static Stream<Backend> backends() {
    return TestDevices.all();
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("backends")
  void hardInputsAreWithinOneUlp(Backend backend) {
    AccuracyTest.operations()
        .forEach(operation -> judge(backend, operation, HardInputs.of(operation.parameter())));
  }

  /** Any float at all, and any near 0, where functions bend. */
  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("backends")
  void freshInputsAreWithinOneUlp(Backend backend) {
    Random random = Seed.random();
    AccuracyTest.operations()
        .forEach(
            operation -> {
              float[] x = new float[FRESH];
              for (int i = 0; i < FRESH; i++) {
                x[i] =
                    i % 2 == 0
                        ? Float.intBitsToFloat(random.nextInt())
                        : (float) Math.scalb(random.nextGaussian(), random.nextInt(8));
              }
              judge(backend, operation, x);
            });
  }

  private static void judge(Backend backend, Elementwise operation, float[] x) {
    for (Direction direction : Direction.values()) {
      float[] actual = compute(backend, operation, direction, x);
      for (int i = 0; i < x.length; i++) {
        double truth = AccuracyTest.truth(operation, direction, x[i]);
        if (!backend.device().denormals() && vanishes(truth, x[i], operation.parameter())) {
          continue;
        }
        double error = Ulp.distance(truth, actual[i]);
        if (!(error <= 1)) {
          assertThat(error)
              .as(
                  "%s %s of %s (0x%08x) on %s: %s, not %s",
                  operation,
                  direction,
                  x[i],
                  Float.floatToRawIntBits(x[i]),
                  backend.device(),
                  actual[i],
                  truth)
              .isLessThanOrEqualTo(1);
        }
      }
    }
  }

  /**
   * Where a device without subnormals may be off: zeros lose their sign, subnormals all. {@link
   * EdgeCasesTest} has what is left to say there.
   */
  private static boolean vanishes(double truth, float x, float parameter) {
    return vanishes(truth) || vanishes(x) || (parameter != 0 && vanishes(parameter));
  }

  private static boolean vanishes(double value) {
    return Math.abs(value) < 0x1.000002p-126;
  }

  private static float[] compute(
      Backend backend, Elementwise operation, Direction direction, float[] x) {
    float[] result = new float[x.length];
    if (direction == Direction.FORWARD) {
      backend.forward(operation, Shape.of(x.length), x, result);
    } else {
      Arrays.fill(result, 1);
      backend.backward(operation, Shape.of(x.length), x, result, result);
    }
    return result;
  }
}
