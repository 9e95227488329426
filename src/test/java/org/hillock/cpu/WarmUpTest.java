package org.hillock.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.hillock.op.Activation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.junit.jupiter.api.Test;

class WarmUpTest {

  private final AtomicInteger spun = new AtomicInteger();
  private final Queue<Runnable> beside = new ArrayDeque<>();

  private static void rest() {}

  private void spin() {
    for (int i = 0; i < 2000; i++) {
      spun.incrementAndGet();
    }
  }

  @Test
  void theFasterLoopIsTakenOnceItWasRunOften() {
    WarmUp warmUp =
        new WarmUp(WarmUpTest::rest, this::spin, beside::add, TimeUnit.MINUTES.toNanos(1));
    assertThat(warmUp.isHot(WarmUp.WORTH_WHILE)).isFalse();
    assertThat(warmUp.isHot(WarmUp.WORTH_WHILE)).isFalse();
    assertThat(beside).as("asked once").hasSize(1);
    beside.remove().run();
    assertThat(warmUp.isHot(WarmUp.WORTH_WHILE)).isTrue();
    assertThat(spun.get()).isPositive();
  }

  @Test
  void aFewElementsAreNotWorthIt() {
    WarmUp warmUp = new WarmUp(WarmUpTest::rest, this::spin, beside::add, 1);
    assertThat(warmUp.isHot(WarmUp.WORTH_WHILE - 1)).isFalse();
    assertThat(beside).isEmpty();
    assertThat(warmUp.isHot(1)).isFalse();
    assertThat(beside).hasSize(1);
  }

  @Test
  void theSlowerLoopIsNeverTaken() {
    WarmUp warmUp =
        new WarmUp(this::spin, WarmUpTest::rest, beside::add, TimeUnit.MILLISECONDS.toNanos(50));
    assertThat(warmUp.isHot(WarmUp.WORTH_WHILE)).isFalse();
    beside.remove().run();
    assertThat(warmUp.isHot(WarmUp.WORTH_WHILE)).isFalse();
    assertThat(beside).isEmpty();
  }

  @Test
  void withoutAThreadSomebodyElseMayAskAgain() {
    WarmUp warmUp =
        new WarmUp(
            WarmUpTest::rest,
            WarmUpTest::rest,
            task -> {
              beside.add(task);
              throw new OutOfMemoryError("no thread");
            },
            0);
    assertThat(warmUp.isHot(WarmUp.WORTH_WHILE)).isFalse();
    assertThat(warmUp.isHot(WarmUp.WORTH_WHILE)).isFalse();
    assertThat(beside).hasSize(2);
  }

  /** From the first call on, while loops change from scalar to SIMD beside. */
  @Test
  void coldAndHotLoopsGiveTheSameBits() {
    Shape[] shapes = {Shape.of(20, 300), Shape.of(200, 30)};
    float[] x = new float[6000];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i % 1999 - 1000) / 77f;
    }
    try (CpuBackend cold = CpuBackend.cold(2);
        CpuBackend other = CpuBackend.open(1)) {
      float[] expected = new float[x.length];
      float[] actual = new float[x.length];
      for (int round = 0; round < 100; round++) {
        for (Activation activation : Activation.values()) {
          other.forward(activation, x, expected);
          cold.forward(activation, x, actual);
          assertThat(Arrays.mismatch(expected, actual)).as(activation.name()).isEqualTo(-1);
          other.backward(activation, x, x, expected);
          cold.backward(activation, x, x, actual);
          assertThat(Arrays.mismatch(expected, actual)).as(activation.name()).isEqualTo(-1);
        }
        Shape shape = shapes[round % 2];
        for (Softmax kind : Softmax.kinds(1)) {
          Softmax softmax = kind.temperature(round % 4 < 2 ? 1 : 3);
          other.forward(softmax, shape, x, expected);
          cold.forward(softmax, shape, x, actual);
          assertThat(Arrays.mismatch(expected, actual)).as(softmax.label()).isEqualTo(-1);
          other.backward(softmax, shape, expected, x, expected);
          cold.backward(softmax, shape, actual, x, actual);
          assertThat(Arrays.mismatch(expected, actual)).as(softmax.label()).isEqualTo(-1);
        }
      }
    }
  }

  @Test
  void thePropertyIsOneOfThree() {
    boolean java17 = Runtime.version().feature() < 25;
    assertThat(Twins.Mode.of(null)).isEqualTo(java17 ? Twins.Mode.NOW : Twins.Mode.WARM);
    assertThat(Twins.Mode.of("now")).isEqualTo(Twins.Mode.NOW);
    assertThatThrownBy(() -> Twins.Mode.of("yes"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("system property hillock.simd is \"yes\"; expected off, warm or now");
  }
}
