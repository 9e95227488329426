package org.hillock.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.hillock.backend.Backend;
import org.hillock.backend.Bits;
import org.hillock.backend.DeviceException;
import org.hillock.cpu.CpuBackend;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Calls on host data in chunks, both ways on every device, whichever way it would be given. */
class HostCallsTest {

  private static final int CHUNK = 1000;

  private static Backend cpu;

  @BeforeAll
  static void openCpu() {
    cpu = CpuBackend.open(1);
  }

  @AfterAll
  static void closeCpu() {
    cpu.close();
  }

  @TestFactory
  Stream<DynamicTest> activationsInChunks() {
    return bothWays(
        "activations",
        (backend, way) -> {
          for (int n : new int[] {1, CHUNK - 1, CHUNK, CHUNK + 1, 7 * CHUNK + 13}) {
            for (Activation activation : Activation.values()) {
              compare(backend, activation, Shape.of(n));
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> softmaxInWholeRows() {
    return bothWays(
        "softmax",
        (backend, way) -> {
          Softmax middle = Softmax.overAxis(1).temperature(0.7f);
          for (Softmax softmax : List.of(middle, middle.log())) {
            compare(backend, softmax, Shape.of(1, 3));
            compare(backend, softmax, Shape.of(1003, 3));
            compare(backend, softmax, Shape.of(7, 334));
            compare(backend, softmax, Shape.of(7, 9, 30));
            // Each row is more than a chunk.
            compare(backend, softmax, Shape.of(3, 2501));
            compare(backend, softmax, Shape.of(2, 41, 30));
          }
          compare(backend, Softmax.overAxis(0), Shape.of(50, 30));
        });
  }

  @TestFactory
  Stream<DynamicTest> buffersOfEveryKind() {
    return bothWays(
        "buffers",
        (backend, way) -> {
          Shape shape = Shape.of(2 * CHUNK + 17);
          float[] x = Awkward.inputs((int) shape.size(), 1);
          float[] dy = Awkward.gradients(x.length, 2);
          float[] y = new float[x.length];
          float[] dx = new float[x.length];
          cpu.forward(Activation.RELU, shape, x, y);
          cpu.backward(Activation.RELU, shape, x, dy, dx);
          for (int kind = 0; kind < 5; kind++) {
            FloatBuffer in = buffer(kind, x).asReadOnlyBuffer();
            FloatBuffer out = buffer((kind + 1) % 5, new float[x.length]);
            backend.forward(Activation.RELU, shape, in, out);
            same(backend, y, elements(out));
            FloatBuffer gradient = buffer(kind, dy);
            backend.backward(Activation.RELU, shape, in, gradient, gradient);
            same(backend, dx, elements(gradient));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> callsOfManyThreads() {
    return bothWays(
        "threads",
        (backend, way) -> {
          Shape shape = Shape.of(5 * CHUNK);
          ExecutorService threads = Executors.newFixedThreadPool(4);
          try {
            List<Future<?>> calls =
                IntStream.range(0, 40)
                    .<Future<?>>mapToObj(
                        i ->
                            threads.submit(
                                () -> {
                                  float[] x = new float[(int) shape.size()];
                                  Arrays.fill(x, i + 1);
                                  backend.forward(Activation.RELU, shape, x, x);
                                  assertThat(x).containsOnly(i + 1);
                                }))
                    .toList();
            for (Future<?> call : calls) {
              call.get();
            }
          } finally {
            threads.shutdown();
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> closingWaitsForCalls() {
    return bothWays(
        "closing",
        (backend, way) -> {
          float[] x = new float[50 * CHUNK];
          Arrays.fill(x, 3);
          float[] y = new float[x.length];
          Thread thread =
              new Thread(
                  () -> {
                    try {
                      while (true) {
                        Arrays.fill(y, 0);
                        backend.forward(Activation.RELU, Shape.of(x.length), x, y);
                        assertThat(y).containsOnly(3);
                      }
                    } catch (IllegalStateException closed) {
                      y[0] = -1;
                    }
                  });
          thread.start();
          while (backend.parts().engine().memoriesHeld() == 0) {
            Thread.onSpinWait();
          }
          backend.close();
          thread.join();
          assertThat(y[0]).as("the thread ended because the device is closed").isEqualTo(-1);
          assertThat(backend.parts().engine().memoriesHeld()).isZero();
        });
  }

  @TestFactory
  Stream<DynamicTest> moreThanTheDeviceGivesAtOnce() {
    return ClDevices.all().stream()
        .map(device -> ClDevices.withAllocation(device, 4000))
        .map(
            device ->
                dynamicTest(
                    device.description() + ", at most 4000 bytes",
                    () -> {
                      try (OpenClBackend backend = OpenClBackend.open(device)) {
                        compare(backend, Activation.RELU, Shape.of(5003));
                        compare(backend, Softmax.overAxis(-1), Shape.of(7, 990));
                        assertThatThrownBy(
                                () ->
                                    backend.forward(
                                        Softmax.overAxis(-1),
                                        Shape.of(7, 1001),
                                        new float[7007],
                                        new float[7007]))
                            .isInstanceOf(DeviceException.class)
                            .hasMessageContaining("SOFTMAX(axis -1) of shape 7x1001 needs 4004");
                      }
                    }));
  }

  /** The fourth chunk fails, forward and backward, in place and not. */
  @TestFactory
  Stream<DynamicTest> failuresInTheMiddle() {
    return bothWays(
        "failures",
        (backend, way) -> {
          Engine engine = backend.parts().engine();
          Kernels kernels =
              new Kernels(engine, backend.parts().programs(), Tuning.seed(engine.device()), null);
          AtomicInteger good = new AtomicInteger();
          Computation failing =
              (queue, operation, direction, shape, in, gradient, out) -> {
                kernels.run(queue, operation, direction, shape, in, gradient, out);
                if (good.decrementAndGet() < 0) {
                  throw engine.calls().failure("clEnqueueNDRangeKernel", -5);
                }
              };
          HostCalls calls =
              new HostCalls(engine, new MemoryPool(engine), new HostWay(CHUNK, 1, way.pinned()));
          FloatBuffer x = FloatBuffer.wrap(new float[9 * CHUNK]);
          FloatBuffer y = FloatBuffer.wrap(new float[9 * CHUNK]);
          for (int n : new int[] {0, 3}) {
            for (boolean inPlace : new boolean[] {true, false}) {
              good.set(n);
              DeviceException failure =
                  catchThrowableOfType(
                      DeviceException.class,
                      () -> run(engine, calls, failing, x, null, inPlace ? x : y));
              assertThat(failure).hasMessageContaining("CL_OUT_OF_RESOURCES (-5)");
              assertThat(failure.inputsIntact()).isEqualTo(n == 0);
              good.set(n);
              failure =
                  catchThrowableOfType(
                      DeviceException.class,
                      () -> run(engine, calls, failing, x, y, inPlace ? y : x));
              assertThat(failure.inputsIntact()).isEqualTo(n == 0);
            }
          }
          int held = engine.memoriesHeld();
          good.set(100);
          Arrays.fill(x.array(), 5);
          run(engine, calls, failing, x, null, y);
          assertThat(y.array()).containsOnly(5);
          assertThatThrownBy(() -> run(engine, calls, failing, x, null, y.asReadOnlyBuffer()))
              .isInstanceOf(ReadOnlyBufferException.class);
          assertThat(engine.memoriesHeld()).isEqualTo(held);
          engine.run(
              () -> {
                calls.release();
                return true;
              });
        });
  }

  private static void run(
      Engine engine,
      HostCalls calls,
      Computation computation,
      FloatBuffer in,
      @Nullable FloatBuffer gradient,
      FloatBuffer out) {
    Direction direction = gradient == null ? Direction.FORWARD : Direction.BACKWARD;
    engine.run(
        () -> {
          Shape shape = Shape.of(in.remaining());
          calls.run(computation, Activation.RELU, direction, shape, in, gradient, out);
          return true;
        });
  }

  /** Compares with the CPU: into other arrays, and over each of the inputs. */
  private static void compare(Backend backend, Operation operation, Shape shape) {
    int n = (int) shape.size();
    float[] x = operation instanceof Softmax ? Awkward.logits(n, n) : Awkward.inputs(n, n);
    float[] dy = Awkward.gradients(n, n);
    float[] y = new float[n];
    float[] dx = new float[n];
    cpu.forward(operation, shape, x, y);
    float[] saved = operation instanceof Softmax ? y : x;
    cpu.backward(operation, shape, saved, dy, dx);
    float[] result = new float[n];
    backend.forward(operation, shape, x, result);
    same(backend, y, result);
    backend.backward(operation, shape, saved, dy, result);
    same(backend, dx, result);
    float[] over = x.clone();
    backend.forward(operation, shape, over, over);
    same(backend, y, over);
    over = dy.clone();
    backend.backward(operation, shape, saved, over, over);
    same(backend, dx, over);
    over = saved.clone();
    backend.backward(operation, shape, over, dy, over);
    same(backend, dx, over);
  }

  private static void same(Backend backend, float[] expected, float[] actual) {
    boolean denormals = backend.device().denormals();
    for (int i = 0; i < expected.length; i++) {
      if (!Bits.same(expected[i], actual[i], denormals)) {
        Assertions.fail("element %d: expected %s, got %s", i, expected[i], actual[i]);
      }
    }
  }

  /** Elements behind a position: in an array, in direct memory or not, of either byte order. */
  private static FloatBuffer buffer(int kind, float[] values) {
    int bytes = Float.BYTES * (values.length + 2);
    FloatBuffer buffer =
        switch (kind) {
          case 0 -> FloatBuffer.allocate(values.length + 3).slice(1, values.length + 2);
          case 1 -> ByteBuffer.allocateDirect(bytes).order(ByteOrder.BIG_ENDIAN).asFloatBuffer();
          case 2 -> ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
          case 3 -> ByteBuffer.allocate(bytes).order(ByteOrder.BIG_ENDIAN).asFloatBuffer();
          default -> ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        };
    return buffer.put(1, values).position(1).limit(1 + values.length);
  }

  private static float[] elements(FloatBuffer buffer) {
    float[] values = new float[buffer.remaining()];
    buffer.get(buffer.position(), values);
    return values;
  }

  private static Stream<DynamicTest> bothWays(String what, Check check) {
    List<DynamicTest> tests = new ArrayList<>();
    for (ClDevice device : ClDevices.all()) {
      // Oclgrind runs a queue on whichever thread waits for it, and aborts when two do. The rusticl
      // of Mesa 22.3 loses a transfer that nobody waits for, one in some thousands; and is a
      // processor's, which is given none.
      HostWay pinned = new HostWay(CHUNK, ClDevices.simulated(device) ? 1 : 3, true);
      HostWay plain = new HostWay(CHUNK, 1, false);
      boolean loses = device.description().platform().equals("rusticl");
      for (HostWay way : loses ? List.of(plain) : List.of(plain, pinned)) {
        tests.add(
            dynamicTest(
                device.description() + ", " + what + (way.pinned() ? ", pinned" : ", plain"),
                () -> {
                  try (OpenClBackend backend = OpenClBackend.open(device, null, way)) {
                    check.on(backend, way);
                  }
                }));
      }
    }
    return tests.stream();
  }

  private interface Check {
    void on(OpenClBackend backend, HostWay way) throws Exception;
  }
}
