package org.hillock.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.hillock.backend.Backend;
import org.hillock.backend.DeviceException;
import org.hillock.backend.Tensor;
import org.hillock.op.Activation;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.junit.jupiter.api.Test;

/** Tensors that are longer than an array, seen with arrays of a thousand elements. */
class ResidentTest {

  private static final int LONGEST = 1000;

  private final CpuBackend cpu = CpuBackend.open(2);

  @Test
  void tensorsInSeveralArraysGiveTheBitsOfOne() {
    try (Backend pieces = CpuBackend.open(2, LONGEST)) {
      for (Shape shape :
          List.of(Shape.of(999), Shape.of(5, 200), Shape.of(4321), Shape.of(31, 7, 19))) {
        for (Operation operation : operations(shape.rank() == 1 ? 0 : 1)) {
          if (fits(operation, shape)) {
            assertSameBits(pieces, operation, shape, 0);
            assertSameBits(pieces, operation, shape, 777);
          }
        }
      }
    }
  }

  private void assertSameBits(Backend pieces, Operation operation, Shape shape, int from) {
    int n = (int) shape.size();
    float[] x = numbers(n, 1);
    float[] dy = numbers(n, 2);
    float[] y = new float[n];
    float[] dx = new float[n];
    cpu.forward(operation, shape, x, y);
    cpu.backward(operation, shape, x, dy, dx);
    String what = operation + " of " + shape + " from " + from;
    // Views of three tensors, which their arrays cut at three places.
    try (Tensor first = pieces.tensor(Shape.of(n + from));
        Tensor second = pieces.tensor(Shape.of(n + 2L * from));
        Tensor third = pieces.tensor(Shape.of(n + 3L * from))) {
      Tensor a = first.slice(from, shape).upload(x);
      Tensor b = second.slice(2L * from, shape).upload(dy);
      Tensor out = third.slice(3L * from, shape);
      pieces.forward(operation, a, out);
      assertSame(y, out, what);
      pieces.backward(operation, a, b, out);
      assertSame(dx, out, what + " backward");
      pieces.backward(operation, a, b, b);
      assertSame(dx, b, what + " backward in place");
      pieces.forward(operation, a, a);
      assertSame(y, a, what + " in place");
      assertSame(y, out.copyFrom(a), what + " copied");
    }
  }

  @Test
  void rowsThatNoArrayHoldsAreRefused() {
    try (Backend pieces = CpuBackend.open(1, LONGEST);
        Tensor tensor = pieces.tensor(Shape.of(2, LONGEST + 1))) {
      assertThatThrownBy(() -> pieces.forward(Softmax.overAxis(1), tensor, tensor))
          .isInstanceOf(DeviceException.class)
          .hasMessageContaining(
              "of shape 2x1001 takes 1001 elements at a time; the CPU implementation takes at most"
                  + " 1000");
      pieces.forward(
          Softmax.overAxis(1), tensor.reshape(Shape.of(22, 91)), tensor.reshape(Shape.of(22, 91)));
    }
  }

  private static List<Operation> operations(int axis) {
    List<Operation> operations = new ArrayList<>(List.of(Activation.values()));
    operations.addAll(Softmax.kinds(axis));
    return operations;
  }

  /** Whether its rows, with those they are interleaved with, fit an array. */
  private static boolean fits(Operation operation, Shape shape) {
    return !(operation instanceof Softmax s)
        || s.rows(shape).columns() * s.rows(shape).inner() <= LONGEST;
  }

  private static void assertSame(float[] expected, Tensor actual, String what) {
    assertThat(Arrays.mismatch(expected, actual.toArray())).as(what).isEqualTo(-1);
  }

  private static float[] numbers(int n, long seed) {
    Random random = new Random(seed);
    float[] numbers = new float[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = (float) (3 * random.nextGaussian());
    }
    return numbers;
  }

  @Test
  void lentArraysAreNotCopied() {
    float[] x = {-1, 2};
    try (CpuBackend backend = CpuBackend.open(1, 1);
        Tensor tensor = backend.lend(Shape.of(2), x)) {
      x[0] = 3;
      assertThat(tensor.toArray()).containsExactly(3, 2);
      tensor.upload(new float[] {5, 6});
      assertThat(x).containsExactly(5, 6);
      tensor.download(x);
      assertThat(x).containsExactly(5, 6);
    }
  }
}
