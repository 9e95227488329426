package org.hillock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hillock.backend.Backend;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;
import org.hillock.op.Shape;
import org.hillock.op.Ulp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * At most 1 ULP from the double meaning, over every 4099th of all float32 bit patterns, by the CPU
 * implementation.
 */
class AccuracyTest {

  private static final int STRIDE = 4099;
  private static final int PARTS = 64;
  private static final float[] PARAMETERS = {
    -8, -1, -0.3f, -1e-30f, 0, 1e-38f, 1e-20f, 0.01f, 0.2f, 0.5f, 1, 1.702f, 3, 8, 1e30f
  };

  static Stream<Elementwise> operations() {
    return Stream.of(Activation.values())
        .flatMap(
            activation ->
                Stream.concat(
                    Stream.of(activation),
                    IntStream.range(0, PARAMETERS.length)
                        .mapToObj(i -> PARAMETERS[i])
                        .filter(a -> accepts(activation, a))
                        .map(activation::with)));
  }

  private static boolean accepts(Activation activation, float a) {
    return activation.parameterSpec().exists()
        && a >= activation.parameterSpec().least()
        && a <= activation.parameterSpec().greatest();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void everyValueIsWithinOneUlp(Elementwise operation) {
    sweep(operation, Direction.FORWARD);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void everySlopeIsWithinOneUlp(Elementwise operation) {
    sweep(operation, Direction.BACKWARD);
  }

  private static void sweep(Elementwise operation, Direction direction) {
    int count = (int) ((1L << 32) / STRIDE);
    float[] x = new float[count];
    float[] ones = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = Float.intBitsToFloat((int) ((long) i * STRIDE));
      ones[i] = 1;
    }
    float[] actual = new float[count];
    Backend cpu = Opener.reference();
    if (direction == Direction.FORWARD) {
      cpu.forward(operation, Shape.of(count), x, actual);
    } else {
      cpu.backward(operation, Shape.of(count), x, ones, actual);
    }
    int worst =
        IntStream.range(0, PARTS)
            .parallel()
            .map(part -> worst(operation, direction, x, actual, part))
            .reduce(0, (i, j) -> later(operation, direction, x, actual, i, j));
    assertThat(error(operation, direction, x[worst], actual[worst]))
        .as(
            "%s %s at %s (0x%08x): %s",
            operation, direction, x[worst], Float.floatToRawIntBits(x[worst]), actual[worst])
        .isLessThanOrEqualTo(1);
  }

  private static int worst(
      Elementwise operation, Direction direction, float[] x, float[] actual, int part) {
    int worst = part;
    double most = -1;
    for (int i = part; i < x.length; i += PARTS) {
      double error = error(operation, direction, x[i], actual[i]);
      if (error > most) {
        most = error;
        worst = i;
      }
    }
    return worst;
  }

  private static int later(
      Elementwise operation, Direction direction, float[] x, float[] actual, int i, int j) {
    return error(operation, direction, x[i], actual[i])
            >= error(operation, direction, x[j], actual[j])
        ? i
        : j;
  }

  private static double error(Elementwise operation, Direction direction, float x, float actual) {
    return Ulp.distance(truth(operation, direction, x), actual);
  }

  static double truth(Elementwise operation, Direction direction, float x) {
    Activation activation = operation.activation();
    double a = operation.parameter();
    return direction == Direction.FORWARD ? activation.value(x, a) : activation.slope(x, a);
  }
}
