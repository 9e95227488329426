package org.hillock.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.hillock.backend.Bits;
import org.hillock.backend.DeviceException;
import org.hillock.backend.Tensor;
import org.hillock.op.Activation;
import org.hillock.op.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CpuBackendTest {

  private static final List<CpuBackend> BACKENDS =
      List.of(CpuBackend.open(1), CpuBackend.open(2), CpuBackend.open(7));

  @ParameterizedTest
  @EnumSource
  void everyNumberOfThreadsGivesTheSameBits(Activation activation) {
    for (int n : new int[] {1, 2, 7, 16383, 16384, 32767, 32769, 100003, 1 << 18, (1 << 20) + 3}) {
      float[] x = numbers(n, 1);
      float[] dy = numbers(n, 2);
      Shape shape = Shape.of(n);
      float[] y = new float[n];
      float[] dx = new float[n];
      BACKENDS.get(0).forward(activation, shape, x, y);
      BACKENDS.get(0).backward(activation, shape, x, dy, dx);
      for (CpuBackend backend : BACKENDS.subList(1, 3)) {
        float[] inPlace = x.clone();
        backend.forward(activation, shape, inPlace, inPlace);
        assertSame(y, inPlace);
        for (int which = 0; which < 3; which++) {
          float[][] arrays = {x.clone(), dy.clone(), new float[n]};
          backend.backward(activation, shape, arrays[0], arrays[1], arrays[which]);
          assertSame(dx, arrays[which]);
        }
      }
    }
  }

  @Test
  void tensorsHoldTheirOwnCopy() {
    CpuBackend backend = BACKENDS.get(1);
    float[] values = numbers(50000, 3);
    try (Tensor a = backend.tensor(Shape.of(50000)).upload(values);
        Tensor b = backend.tensor(Shape.of(50000)).copyFrom(a)) {
      backend.forward(Activation.GELU, a, a);
      assertThat(b.toArray()).containsExactly(values);
      assertThat(a.toArray()).isNotEqualTo(values);
    }
  }

  @Test
  void aTensorThatTheHeapCannotHoldIsRefused() {
    assertThatThrownBy(() -> BACKENDS.get(0).tensor(Shape.of(3, 1L << 60)))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining(
            "no memory for a tensor of shape 3x1152921504606846976 (3458764513820540928 elements"
                + " of 4 bytes) in a heap of at most");
  }

  private static void assertSame(float[] expected, float[] actual) {
    for (int i = 0; i < expected.length; i++) {
      if (!Bits.same(expected[i], actual[i])) {
        assertThat(Float.toString(actual[i]))
            .as("element %s of %s", i, expected.length)
            .isEqualTo(Float.toString(expected[i]));
      }
    }
  }

  /** Bit patterns drawn evenly: every size of number, infinities and NaNs. */
  private static float[] numbers(int n, long seed) {
    Random random = new Random(seed);
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = Float.intBitsToFloat(random.nextInt());
    }
    return x;
  }
}
