package org.hillock.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.hillock.backend.DeviceException;
import org.hillock.backend.Tensor;
import org.hillock.op.Activation;
import org.hillock.op.Shape;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What is held of a device, how far it reaches, and that it is given back. */
class MemoryTest {

  @TestFactory
  Stream<DynamicTest> whatTheDeviceHasLeftIsCounted() {
    return ClDevices.all().stream()
        .map(
            device ->
                dynamicTest(
                    device.description() + ", 1000 bytes in all",
                    () -> {
                      try (OpenClBackend backend =
                          OpenClBackend.open(ClDevices.withMemory(device, 1000))) {
                        try (Tensor first = backend.tensor(Shape.of(150))) {
                          assertThat(first.isClosed()).isFalse();
                          assertThatThrownBy(() -> backend.tensor(Shape.of(10, 11)))
                              .isInstanceOf(DeviceException.class)
                              .hasMessageContaining(
                                  "a tensor of shape 10x11 needs 440 bytes; the device gives at most"
                                      + " 1000 at once and has 1000 in all, of which this Hillock"
                                      + " holds 600");
                        }
                        // What is kept for the next call on arrays makes room.
                        backend.forward(
                            Activation.RELU, Shape.of(100), new float[100], new float[100]);
                        backend.tensor(Shape.of(250)).close();
                        assertThat(backend.parts().engine().bytesTaken()).isZero();
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> theFarEndOfALargeTensorIsReached() {
    Shape large = Shape.of(1L << 31);
    return onEveryDevice(
        large + " elements",
        backend -> {
          long most = backend.device().maxAllocationBytes();
          Assumptions.assumeTrue(
              most >= Float.BYTES * large.size(),
              () ->
                  "NOT TESTED, " + backend.device() + " gives at most " + most + " bytes at once");
          // Memory that is not touched is not there: a few pages are.
          try (Tensor whole = backend.tensor(large)) {
            Tensor end = whole.slice(large.size() - 5, Shape.of(5));
            Tensor beginning = whole.slice(0, Shape.of(5));
            beginning.upload(new float[] {1, 1, 1, 1, 1});
            end.upload(new float[] {-1, 2, -3, 4, -5});
            backend.forward(Activation.RELU, end, whole.slice((1L << 30) + 1, Shape.of(5)));
            backend.forward(Activation.RELU, end, end);
            assertThat(end.toArray()).containsExactly(0, 2, 0, 4, 0);
            assertThat(end.downloadAsync().get()).containsExactly(0, 2, 0, 4, 0);
            assertThat(beginning.copyFrom(whole.slice((1L << 30) + 1, Shape.of(5))).toArray())
                .containsExactly(0, 2, 0, 4, 0);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> downloadsOutliveWhatTheyAreOf() {
    return onEveryDevice(
        "closing during downloads",
        backend -> {
          List<CompletableFuture<float[]>> downloads = new ArrayList<>();
          // More than one piece.
          int n = (1 << 22) + 3;
          try (Tensor tensor = backend.tensor(Shape.of(n))) {
            tensor.slice(n - 2, Shape.of(2)).upload(new float[] {-1, 3});
            for (int i = 0; i < 4; i++) {
              downloads.add(tensor.downloadAsync());
            }
          }
          backend.close();
          for (CompletableFuture<float[]> download : downloads) {
            assertThat(download.get()).hasSize(n).endsWith(-1, 3);
          }
          assertThat(backend.parts().engine().memoriesHeld()).isZero();
        });
  }

  @TestFactory
  Stream<DynamicTest> whatFollowsADownloadMayCloseTheBackend() {
    return onEveryDevice(
        "closing behind a download",
        backend -> {
          Tensor tensor = backend.tensor(Shape.of(2)).upload(new float[] {1, 2});
          CompletableFuture<Float> sum =
              tensor
                  .downloadAsync()
                  .thenApply(
                      values -> {
                        backend.close();
                        return values[0] + values[1];
                      });
          assertThat(sum.get()).isEqualTo(3);
          assertThatThrownBy(tensor::downloadAsync).isInstanceOf(IllegalStateException.class);
        });
  }

  /** The user's context counts the references of all that was made in it. */
  @TestFactory
  Stream<DynamicTest> openingAndClosingLeavesNothingBehind() {
    return ClDevices.all().stream()
        .map(
            device ->
                dynamicTest(
                    device.description() + ", open and close",
                    () -> {
                      try (UserQueue user = new UserQueue(device)) {
                        int before = user.references();
                        for (int i = 0; i < 20; i++) {
                          OpenClBackend backend = user.backend();
                          useAll(backend);
                          backend.close();
                          assertThat(backend.parts().engine().memoriesHeld()).isZero();
                          assertThat(user.awaitReferences(before))
                              .as("cycle %s", i)
                              .isEqualTo(before);
                        }
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> manyCallsHoldNoMoreThanOne() {
    return onEveryDevice(
        "many calls",
        backend -> {
          useAll(backend);
          int held = backend.parts().engine().memoriesHeld();
          long bytes = backend.parts().engine().bytesTaken();
          for (int i = 0;
              i < (ClDevices.simulated(backend.parts().engine().device()) ? 10 : 500);
              i++) {
            useAll(backend);
          }
          assertThat(backend.parts().engine().memoriesHeld()).isEqualTo(held);
          assertThat(backend.parts().engine().bytesTaken()).isEqualTo(bytes);
        });
  }

  private static void useAll(OpenClBackend backend) throws Exception {
    float[] x = new float[100];
    backend.backward(Activation.RELU, Shape.of(100), x, x, x);
    try (Tensor tensor = backend.tensor(Shape.of(100)).upload(x)) {
      Tensor view = tensor.slice(1, Shape.of(50));
      backend.forward(Activation.RELU, view, view);
      assertThat(view.downloadAsync().get()).hasSize(50);
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
