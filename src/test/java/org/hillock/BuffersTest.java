package org.hillock;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.hillock.backend.Verification;
import org.hillock.op.Activation;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.junit.jupiter.api.Test;

/** Operations on buffers, and what a call leaves behind in the heap. */
class BuffersTest {

  private static final List<Shape> SHAPES =
      List.of(Shape.of(0, 3), Shape.of(1, 1, 1), Shape.of(3, 5, 7), Shape.of(300, 257, 3));

  /** What stands before and behind a buffer's elements. */
  private static final float FENCE = 42;

  @Test
  void buffersOfAnyKindGiveTheBitsOfArrays() {
    List<Operation> operations = new ArrayList<>(List.of(Activation.values()));
    operations.addAll(Softmax.kinds(1));
    try (Hillock hillock = Hillock.open("cpu")) {
      for (Operation operation : operations) {
        for (Shape shape : SHAPES) {
          assertSameBits(hillock, operation, shape);
          assertSameBits(hillock.verified(Verification.FULL), operation, shape);
        }
        // Longer than a stretch, and worth several threads.
        assertSameBits(hillock, operation, Shape.of(2, 90001));
        assertSameBits(hillock, operation, Shape.of(9000, 129));
      }
    }
  }

  private static void assertSameBits(Hillock hillock, Operation operation, Shape shape) {
    float[] x = numbers(shape, 1);
    float[] dy = numbers(shape, 2);
    float[] y = hillock.forward(operation, x, shape);
    float[] dx = hillock.backward(operation, x, dy, shape);
    String what = operation.label() + " of " + shape;
    for (int kind = 0; kind < 3; kind++) {
      FloatBuffer in = buffer(kind, x);
      FloatBuffer gradient = buffer(kind, dy);
      FloatBuffer out = buffer((kind + 1) % 3, new float[x.length]);
      assertThat(hillock.forward(operation, in, out, shape)).isSameAs(out);
      assertSame(y, elements(out), what);
      hillock.backward(operation, in, gradient, out, shape);
      assertSame(dx, elements(out), what + " backward");
      assertSame(x, elements(in), what + ": the input");
      hillock.backward(operation, in, gradient, gradient, shape);
      assertSame(dx, elements(gradient), what + " backward in place");
      hillock.forward(operation, in, in, shape);
      assertSame(y, elements(in), what + " in place");
    }
  }

  private static void assertSame(float[] expected, float[] actual, String what) {
    assertThat(Arrays.mismatch(expected, actual)).as(what).isEqualTo(-1);
  }

  /** A heap buffer, or a direct one of either byte order, with a position and a limit. */
  private static FloatBuffer buffer(int kind, float[] values) {
    int capacity = values.length + 8;
    ByteBuffer bytes = ByteBuffer.allocateDirect(Float.BYTES * capacity);
    FloatBuffer buffer =
        switch (kind) {
          case 0 -> FloatBuffer.allocate(capacity);
          case 1 -> bytes.order(ByteOrder.BIG_ENDIAN).asFloatBuffer();
          default -> bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        };
    buffer.put(2, FENCE).put(3, values).put(3 + values.length, FENCE);
    return buffer.position(3).limit(3 + values.length);
  }

  private static float[] elements(FloatBuffer buffer) {
    FloatBuffer all = buffer.duplicate().clear();
    assertThat(all.get(buffer.position() - 1)).isEqualTo(FENCE);
    assertThat(all.get(buffer.limit())).isEqualTo(FENCE);
    float[] values = new float[buffer.remaining()];
    buffer.get(buffer.position(), values);
    return values;
  }

  private static float[] numbers(Shape shape, long seed) {
    Random random = new Random(seed);
    float[] numbers = new float[(int) shape.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) (3 * random.nextGaussian());
    }
    return numbers;
  }

  @Test
  void aCallOfAnActivationAllocatesNothing() {
    float[] x = {1};
    float[] y = new float[1];
    Activation[] catalogue = Activation.values();
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();
    try (Hillock hillock = Hillock.open("cpu")) {
      // What the JVM does once, it does in one of these; what a call does shows in each of them.
      long least = Long.MAX_VALUE;
      for (int window = 0; window < 20; window++) {
        long before = threads.getThreadAllocatedBytes(self);
        for (int i = 0; i < 100; i++) {
          for (Activation activation : catalogue) {
            hillock.forward(activation, x, y);
            hillock.backward(activation, x, y, y);
          }
        }
        least = Math.min(least, threads.getThreadAllocatedBytes(self) - before);
      }
      assertThat(least).isZero();
    }
  }
}
