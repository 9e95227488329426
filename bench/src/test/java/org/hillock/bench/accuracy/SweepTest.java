package org.hillock.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;
import org.junit.jupiter.api.Test;

class SweepTest {

  private static final long STRIDE = 1000003;
  private static final Activation FUNCTION = Activation.SILU;

  /** The meaning itself, rounded. */
  private static float[] right(Elementwise operation, Direction direction, float[] x) {
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      Activation meaning = operation.activation();
      y[i] =
          (float)
              (direction == Direction.FORWARD
                  ? meaning.value(x[i], operation.parameter())
                  : meaning.slope(x[i], operation.parameter()));
    }
    return y;
  }

  @Test
  void correctRoundingIsHalfAnUlpAwayAtMost() throws InterruptedException {
    AtomicLong steps = new AtomicLong();
    Sweep sweep = new Sweep(SweepTest::right, List.of(), STRIDE, 2);
    for (Direction direction : Direction.values()) {
      FunctionError error = sweep.measure(FUNCTION, direction, steps::addAndGet);
      assertThat(error.maxUlp()).isPositive().isLessThanOrEqualTo(0.5);
      assertThat(error.inputs()).isEqualTo(4295);
      assertThat(error.ok()).isTrue();
    }
    assertThat(steps).hasValue(2 * 4295);
  }

  @Test
  void theWorstInputIsFoundWhateverTheThreads() throws InterruptedException {
    float worst = Float.intBitsToFloat((int) (1100 * STRIDE));
    Computation wrong =
        (operation, direction, x) -> {
          float[] y = right(operation, direction, x);
          for (int i = 0; i < x.length; i++) {
            y[i] = x[i] == worst ? y[i] + 3 * Math.ulp(y[i]) : y[i];
          }
          return y;
        };
    for (int threads : new int[] {1, 3}) {
      FunctionError error =
          new Sweep(wrong, List.of(), STRIDE, threads)
              .measure(FUNCTION, Direction.FORWARD, step -> {});
      assertThat(error.ok()).isFalse();
      assertThat(error.maxUlp()).isBetween(2.5, 3.5);
      assertThat(error.worstInput()).isEqualTo("0x%08x".formatted(1100 * STRIDE));
      assertThat(error.worstInputDecimal()).isEqualTo(Float.toString(worst));
    }
  }

  @Test
  void aMissingNanIsAFault() throws InterruptedException {
    Computation zero = (operation, direction, x) -> new float[x.length];
    FunctionError error =
        new Sweep(zero, List.of(), STRIDE, 1).measure(FUNCTION, Direction.FORWARD, s -> {});
    assertThat(error.maxUlp()).isInfinite();
    assertThat(error.ok()).isFalse();
  }

  @Test
  void anExceptionComesThrough() {
    Computation broken =
        (operation, direction, x) -> {
          throw new IllegalStateException("the device died");
        };
    assertThatThrownBy(
            () ->
                new Sweep(broken, List.of(), STRIDE, 2)
                    .measure(FUNCTION, Direction.FORWARD, s -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the device died");
  }
}
