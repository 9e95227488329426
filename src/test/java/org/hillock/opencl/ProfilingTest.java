package org.hillock.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.hillock.backend.Backend;
import org.hillock.backend.Profile;
import org.hillock.backend.Tensor;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The times that devices keep: their order and their sums, never how long anything takes. */
class ProfilingTest {

  /** Its device keeps no times; it gives the same small numbers for everything. */
  private static final String WITHOUT_CLOCK = "rusticl";

  private static final Shape SHAPE = Shape.of(3, 17);

  private static final Softmax SOFTMAX = Softmax.overAxis(-1);

  @TestFactory
  Stream<DynamicTest> timesOfEveryCallAreInOrder() {
    return onEveryDevice(
        "times",
        backend -> {
          List<Profile> told = Collections.synchronizedList(new ArrayList<>());
          Backend profiled = backend.profiled(told::add);
          try (Tensor x = backend.tensor(SHAPE).upload(new float[51]);
              Tensor y = profiled.tensor(SHAPE)) {
            profiled.forward(SOFTMAX, x, y);
            backend.forward(Activation.RELU, y, y); // Not told of.
            profiled.backward(SOFTMAX, y, x, y);
            profiled.finish();
          }
          assertThat(told).extracting(Profile::direction).containsExactly(Direction.values());
          boolean clock = !backend.device().platform().equals(WITHOUT_CLOCK);
          for (Profile profile : told) {
            assertThat(profile.clock() == Profile.Clock.DEVICE || !clock).isTrue();
            assertThat(profile.operation()).isEqualTo(SOFTMAX);
            assertThat(profile.shape()).isEqualTo(SHAPE);
            assertThat(profile.kernels()).hasSize(1);
            checkTimes(profile);
          }
          assertThat(told.get(0).bytes()).isEqualTo(51 * 8);
          assertThat(told.get(1).bytes()).isEqualTo(51 * 12);
          assertThat(told.get(1).started()).isGreaterThanOrEqualTo(told.get(0).ended());
        });
  }

  @TestFactory
  Stream<DynamicTest> aCallOfSeveralKernelsIsOneProfile() {
    return ClDevices.all().stream()
        .filter(device -> !device.description().platform().equals(WITHOUT_CLOCK))
        .map(
            device ->
                dynamicTest(
                    device.description() + ", several kernels",
                    () ->
                        assertThat(Family.values())
                            .anyMatch(family -> profile(device, family).kernels().size() > 1)));
  }

  private static Profile profile(ClDevice device, Family family) {
    List<Profile> told = new ArrayList<>();
    try (OpenClBackend backend = OpenClBackend.open(device, family)) {
      backend.profiled(told::add).forward(SOFTMAX, SHAPE, new float[51], new float[51]);
    }
    assertThat(told).hasSize(1);
    checkTimes(told.get(0));
    return told.get(0);
  }

  @TestFactory
  Stream<DynamicTest> nothingIsLeftOpen() {
    return onEveryDevice(
        "nothing left",
        backend -> {
          List<Profile> told = new ArrayList<>();
          Backend profiled = backend.profiled(told::add);
          try (Tensor x = backend.tensor(SHAPE).upload(new float[51])) {
            for (int i = 0; i < 100; i++) {
              profiled.forward(SOFTMAX, x, x);
            }
            backend.finish(); // Of whichever view.
            assertThat(told).hasSize(100);
            assertThat(backend.parts().timings().open()).isZero();
            profiled.forward(SOFTMAX, x, x);
          }
          profiled.close();
          assertThat(told).hasSize(101);
          assertThat(backend.parts().timings().open()).isZero();
          assertThatThrownBy(() -> profiled.forward(SOFTMAX, SHAPE, new float[51], new float[51]))
              .isInstanceOf(IllegalStateException.class);
        });
  }

  @TestFactory
  Stream<DynamicTest> aListenerMayFailAndMayClose() {
    return onEveryDevice(
        "listener",
        backend -> {
          float[] y = new float[51];
          Backend failing =
              backend.profiled(
                  profile -> {
                    throw new IllegalArgumentException("thrown by a test's listener");
                  });
          failing.forward(SOFTMAX, SHAPE, new float[51], y);
          assertThat(y).containsOnly(1 / 17f);
          Backend worse =
              backend.profiled(
                  profile -> {
                    throw new AssertionError("thrown by a test's listener");
                  });
          worse.forward(SOFTMAX, SHAPE, new float[51], y);
          assertThat(y).containsOnly(1 / 17f);
          backend.profiled(profile -> backend.close()).forward(SOFTMAX, SHAPE, y, y);
          assertThatThrownBy(() -> backend.tensor(SHAPE)).isInstanceOf(IllegalStateException.class);
        });
  }

  @TestFactory
  Stream<DynamicTest> aCopyHasASpeed() {
    return onEveryDevice(
        "copy",
        backend -> {
          assertThat(backend.copySpeed()).isPositive().isFinite();
          assertThat(backend.parts().engine().memoriesHeld()).isZero();
        });
  }

  private static void checkTimes(Profile profile) {
    long last = Long.MIN_VALUE;
    for (Profile.Kernel kernel : profile.kernels()) {
      assertThat(kernel.name()).isNotBlank();
      assertThat(kernel.submitted()).isGreaterThanOrEqualTo(kernel.queued());
      assertThat(kernel.started()).isGreaterThanOrEqualTo(kernel.submitted());
      assertThat(kernel.ended()).isGreaterThanOrEqualTo(kernel.started());
      assertThat(kernel.started()).isGreaterThanOrEqualTo(last);
      assertThat(kernel.nanos()).isEqualTo(kernel.ended() - kernel.started());
      last = kernel.ended();
    }
    long kernels = profile.kernels().stream().mapToLong(Profile.Kernel::nanos).sum();
    assertThat(profile.kernelNanos()).isEqualTo(kernels);
    assertThat(profile.nanos()).isGreaterThanOrEqualTo(kernels);
    assertThat(profile.nanos()).isEqualTo(last - profile.kernels().get(0).started());
    assertThat(profile.gigabytesPerSecond()).isPositive().isFinite();
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
    void on(OpenClBackend backend);
  }
}
