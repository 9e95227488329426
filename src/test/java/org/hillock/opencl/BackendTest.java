package org.hillock.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hillock.backend.Backend;
import org.hillock.backend.DeviceException;
import org.hillock.backend.Tensor;
import org.hillock.op.Activation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a backend does besides computing: failures, memory, threads and its end. */
class BackendTest {

  @TestFactory
  Stream<DynamicTest> aSourceThatDoesNotBuildIsReported() {
    return onEveryDevice(
        "broken source",
        backend ->
            assertThatThrownBy(
                    () ->
                        backend
                            .parts()
                            .programs()
                            .build(
                                "broken.cl",
                                "#line 1 \"broken.cl\"\n__kernel void broken() { nonsense(; }\n",
                                "-D WIDTH=4"))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining(backend.device().toString())
                .hasMessageContaining("broken.cl does not build")
                .hasMessageContaining("-cl-std=CL1.2")
                .hasMessageContaining("-D WIDTH=4")
                .hasMessageContaining("CL_BUILD_PROGRAM_FAILURE (-11)"));
  }

  @TestFactory
  Stream<DynamicTest> aCallThatFailsNamesDeviceCallAndStatus() {
    return onEveryDevice(
        "failing call",
        backend ->
            assertThatThrownBy(
                    () ->
                        backend
                            .parts()
                            .programs()
                            .build("empty.cl", "__kernel void there() {}", "")
                            .kernel("missing"))
                .isInstanceOf(DeviceException.class)
                .hasMessage(
                    backend.device()
                        + ": clCreateKernel(missing) returned CL_INVALID_KERNEL_NAME (-46)"));
  }

  @TestFactory
  Stream<DynamicTest> dataThatIsTooLargeIsRefusedWithItsSize() {
    return ClDevices.all().stream()
        .map(
            device ->
                dynamicTest(
                    device.description() + ", at most 1000 bytes",
                    () -> {
                      try (Backend backend =
                          OpenClBackend.open(ClDevices.withAllocation(device, 1000))) {
                        float[] x = new float[251];
                        Arrays.fill(x, 7);
                        assertThatThrownBy(
                                () -> backend.forward(Softmax.overAxis(0), Shape.of(251), x, x))
                            .isInstanceOf(DeviceException.class)
                            .hasMessageContaining("SOFTMAX(axis 0) of shape 251 needs 1004 bytes")
                            .hasMessageContaining("at most 1000 at once");
                        assertThat(x).containsOnly(7);
                        assertThatThrownBy(() -> backend.tensor(Shape.of(5, 1L << 40)))
                            .isInstanceOf(DeviceException.class)
                            .hasMessageContaining("a tensor of shape 5x1099511627776 needs");
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> tensorsAreChainedInPlace() {
    return onEveryDevice(
        "tensors",
        backend -> {
          Shape shape = Shape.of(3, 4);
          float[] x = {-1, 2, -3, 4, -5, 6, -7, 8, -9, 10, -11, 12};
          try (Tensor tensor = backend.tensor(shape).upload(x);
              Tensor copy = backend.tensor(shape)) {
            backend.forward(Activation.RELU, tensor, tensor);
            copy.copyFrom(tensor);
            backend.forward(Softmax.overAxis(0), tensor, tensor);
            backend.finish();
            assertThat(copy.toArray()).containsExactly(0, 2, 0, 4, 0, 6, 0, 8, 0, 10, 0, 12);
            float[] y = tensor.toArray();
            assertThat(y[0]).isEqualTo(1 / 3f);
            assertThat(y[1]).isLessThan(y[5]);
            assertThat(y[5]).isLessThan(y[9]);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> anEmptyTensorIsANoOp() {
    return onEveryDevice(
        "empty tensor",
        backend -> {
          try (Tensor empty = backend.tensor(Shape.of(0, 3))) {
            backend.forward(Activation.RELU, empty, empty);
            for (Softmax kind : Softmax.kinds(-1)) {
              backend.forward(kind, empty, empty);
            }
            assertThat(empty.upload(new float[0]).toArray()).isEmpty();
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> whatIsClosedStaysClosed() {
    return onEveryDevice(
        "closing",
        backend -> {
          Tensor closed = backend.tensor(Shape.of(3));
          closed.close();
          closed.close();
          assertThatThrownBy(closed::toArray).isInstanceOf(IllegalStateException.class);
          Tensor open = backend.tensor(Shape.of(3));
          backend.forward(Softmax.overAxis(0), Shape.of(2), new float[2], new float[2]);
          backend.close();
          backend.close();
          open.close();
          assertThatThrownBy(() -> backend.tensor(Shape.of(3)))
              .isInstanceOf(IllegalStateException.class)
              .hasMessage(backend.device() + " is closed");
          assertThatThrownBy(
                  () -> backend.forward(Activation.RELU, Shape.of(1), new float[1], new float[1]))
              .isInstanceOf(IllegalStateException.class);
        });
  }

  @TestFactory
  Stream<DynamicTest> aLostTensorIsReleased() {
    return onEveryDevice(
        "lost tensor",
        backend -> {
          lose(backend);
          long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
          while (backend.parts().engine().memoriesHeld() > 0 && System.nanoTime() < end) {
            System.gc();
            Thread.onSpinWait();
          }
          assertThat(backend.parts().engine().memoriesHeld()).isZero();
        });
  }

  private static void lose(Backend backend) {
    Tensor tensor = backend.tensor(Shape.of(11, 13));
    assertThat(tensor.isClosed()).isFalse();
  }

  @TestFactory
  Stream<DynamicTest> manyThreadsShareABackend() {
    return onEveryDevice(
        "threads",
        backend -> {
          Assumptions.assumeFalse(
              ClDevices.simulated(backend.parts().engine().device()),
              "Oclgrind runs a queue on whichever thread waits for it, and aborts when two do");
          shareAmongThreads(backend);
        });
  }

  private static void shareAmongThreads(OpenClBackend backend) throws Exception {
    int threads = 6;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> futures = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int seed = t;
        futures.add(pool.submit(() -> computeWithOtherSizes(backend, seed)));
      }
      for (Future<?> future : futures) {
        future.get(5, TimeUnit.MINUTES);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  /** Whatever other threads do in between, y = x where x is positive, and a softmax sums to 1. */
  private static void computeWithOtherSizes(Backend backend, int seed) {
    for (int i = 0; i < 20; i++) {
      int n = 100 + 37 * seed + i;
      float[] x = new float[n];
      Arrays.fill(x, seed + i + 1);
      float[] y = new float[n];
      backend.forward(Activation.RELU, Shape.of(n), x, y);
      assertThat(y).containsExactly(x);
      backend.backward(Activation.RELU, Shape.of(n), x, y, y);
      assertThat(y).containsExactly(x);
      try (Tensor tensor = backend.tensor(Shape.of(n)).upload(x)) {
        backend.forward(Softmax.overAxis(0), tensor, tensor);
        assertThat(tensor.toArray()).containsOnly(1f / n);
      }
    }
  }

  private static Stream<DynamicTest> onEveryDevice(String what, Check check) {
    return ClDevices.all().stream()
        .map(
            device ->
                dynamicTest(
                    device.description() + ", " + what,
                    () -> {
                      try (OpenClBackend backend = OpenClBackend.open(device)) {
                        check.on(backend);
                      }
                    }));
  }

  private interface Check {
    void on(OpenClBackend backend) throws Exception;
  }
}
