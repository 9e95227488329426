package org.hillock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hillock.op.Activation.ELU;
import static org.hillock.op.Activation.GELU;
import static org.hillock.op.Activation.GELU_TANH;
import static org.hillock.op.Activation.LEAKY_RELU;
import static org.hillock.op.Activation.RELU;
import static org.hillock.op.Activation.SIGMOID;
import static org.hillock.op.Activation.SILU;
import static org.hillock.op.Activation.SWISH;
import static org.hillock.op.Activation.TANH;

import java.util.stream.Stream;
import org.hillock.backend.Backend;
import org.hillock.backend.Bits;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;
import org.hillock.op.Shape;
import org.hillock.op.Ulp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of edge cases, bit for bit, on every backend. The double meaning must agree with it.
 */
class EdgeCasesTest {

  private static final float INF = Float.POSITIVE_INFINITY;
  private static final float NAN = Float.NaN;
  private static final float TINY = 1e-40f;
  private static final float HUGE = Float.MAX_VALUE;

  private record Edge(Elementwise operation, Direction direction, float x, float expected) {}

  private static final Edge[] TABLE = {
    value(RELU, -0f, 0),
    value(RELU, -INF, 0),
    value(RELU, INF, INF),
    value(RELU, -TINY, 0),
    value(RELU, TINY, TINY),
    slope(RELU, 0, 0),
    slope(RELU, -0f, 0),
    slope(RELU, TINY, 1),
    slope(RELU, NAN, NAN),
    value(LEAKY_RELU, INF, INF),
    value(LEAKY_RELU, -INF, -INF),
    value(LEAKY_RELU, -0f, -0f),
    slope(LEAKY_RELU, 0, 0.01f),
    slope(LEAKY_RELU, -0f, 0.01f),
    slope(LEAKY_RELU, INF, 1),
    value(LEAKY_RELU.with(0), -INF, -0f),
    value(LEAKY_RELU.with(-1), -INF, INF),
    value(LEAKY_RELU.with(2), -HUGE, -INF),
    value(ELU, -INF, -1),
    value(ELU, INF, INF),
    value(ELU, -TINY, -TINY),
    value(ELU, -0f, -0f),
    value(ELU.with(3), -INF, -3),
    slope(ELU, 0, 1),
    slope(ELU, -INF, 0),
    slope(ELU.with(3), -0f, 3),
    slope(ELU.with(3), TINY, 1),
    value(SIGMOID, INF, 1),
    value(SIGMOID, -INF, 0),
    value(SIGMOID, 0, 0.5f),
    value(SIGMOID, -103, 0x1p-149f * 1f),
    slope(SIGMOID, 0, 0.25f),
    slope(SIGMOID, INF, 0),
    slope(SIGMOID, -INF, 0),
    value(TANH, INF, 1),
    value(TANH, -INF, -1),
    value(TANH, -0f, -0f),
    value(TANH, -TINY, -TINY),
    slope(TANH, 0, 1),
    slope(TANH, -INF, 0),
    value(GELU, -INF, -0f),
    value(GELU, INF, INF),
    value(GELU, 3e38f, 3e38f),
    value(GELU, -3e38f, -0f),
    value(GELU, -0f, -0f),
    slope(GELU, 0, 0.5f),
    slope(GELU, INF, 1),
    slope(GELU, -INF, -0f),
    value(GELU_TANH, -INF, -0f),
    value(GELU_TANH, INF, INF),
    value(GELU_TANH, 3e38f, 3e38f),
    value(GELU_TANH, -0f, -0f),
    slope(GELU_TANH, 0, 0.5f),
    slope(GELU_TANH, 3e38f, 1),
    slope(GELU_TANH, -3e38f, -0f),
    slope(GELU_TANH, INF, 1),
    value(SILU, -INF, -0f),
    value(SILU, INF, INF),
    value(SILU, -0f, -0f),
    slope(SILU, 0, 0.5f),
    slope(SILU, INF, 1),
    slope(SILU, -INF, -0f),
    value(SWISH.with(0), INF, INF),
    value(SWISH.with(0), -INF, -INF),
    value(SWISH.with(0), 3, 1.5f),
    slope(SWISH.with(0), -INF, 0.5f),
    slope(SWISH.with(0), NAN, NAN),
    value(SWISH.with(-1), INF, 0),
    value(SWISH.with(-1), -INF, -INF),
    slope(SWISH.with(-1), INF, -0f),
    slope(SWISH.with(-1), -INF, 1),
  };

  static Stream<Backend> backends() {
    return TestDevices.all();
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("backends")
  void theTableHolds(Backend backend) {
    for (Edge edge : TABLE) {
      float actual = compute(backend, edge);
      float meant = (float) meaning(edge);
      String what =
          "%s %s of %s on %s".formatted(edge.operation, edge.direction, edge.x, backend.device());
      assertThat(Bits.same(edge.expected, meant)).as("meaning %s for %s", meant, what).isTrue();
      assertThat(Bits.same(edge.expected, actual, backend.device().denormals()))
          .as("%s: expected %s, got %s", what, edge.expected, actual)
          .isTrue();
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("backends")
  void nanPropagatesEverywhere(Backend backend) {
    for (Edge edge : TABLE) {
      Edge nan = new Edge(edge.operation, edge.direction, NAN, NAN);
      assertThat(compute(backend, nan)).as("%s on %s", nan, backend.device()).isNaN();
    }
  }

  /**
   * Where e^(beta·x) and x are both far from 1, neither may overflow nor vanish before the product.
   */
  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("backends")
  void swishIsRightWhereBetaIsTinyAndXIsHuge(Backend backend) {
    for (float x : new float[] {-HUGE, -1e38f, 1e38f, HUGE}) {
      for (float beta : new float[] {-4e-37f, -2e-38f, 2e-38f, 4e-37f}) {
        Edge edge = new Edge(SWISH.with(beta), Direction.FORWARD, x, 0);
        float actual = compute(backend, edge);
        assertThat(Ulp.distance(meaning(edge), actual))
            .as("%s of %s is %s on %s", edge.operation, x, actual, backend.device())
            .isLessThanOrEqualTo(1);
      }
    }
  }

  private static float compute(Backend backend, Edge edge) {
    float[] result = new float[1];
    float[] x = {edge.x};
    if (edge.direction == Direction.FORWARD) {
      backend.forward(edge.operation, Shape.of(1), x, result);
    } else {
      backend.backward(edge.operation, Shape.of(1), x, new float[] {1}, result);
    }
    return result[0];
  }

  private static double meaning(Edge edge) {
    double a = edge.operation.parameter();
    return edge.direction == Direction.FORWARD
        ? edge.operation.activation().value(edge.x, a)
        : edge.operation.activation().slope(edge.x, a);
  }

  private static Edge value(Elementwise operation, float x, float expected) {
    return new Edge(operation, Direction.FORWARD, x, expected);
  }

  private static Edge slope(Elementwise operation, float x, float expected) {
    return new Edge(operation, Direction.BACKWARD, x, expected);
  }
}
