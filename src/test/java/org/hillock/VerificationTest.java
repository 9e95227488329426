package org.hillock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.FloatBuffer;
import java.util.List;
import org.hillock.backend.Backend;
import org.hillock.backend.Device;
import org.hillock.backend.DeviceException;
import org.hillock.backend.FallbackBackend;
import org.hillock.backend.MismatchException;
import org.hillock.backend.Verification;
import org.hillock.backend.VerifyingBackend;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The two wrappers around a device: one finds it wrong, one survives its death. */
class VerificationTest {

  private static final Device DEVICE =
      new Device(
          "opencl:0:0", "Fake", "Fake", "1", "1.2", Device.Type.GPU, 1, 1, 1, true, true, true);
  private static final Operation OP = Activation.SILU;
  private static final Shape SHAPE = Shape.of(4, 25);

  private final FakeBackend device = new FakeBackend(DEVICE, () -> {});
  private final Backend verified =
      new VerifyingBackend(device, Opener.reference(), Verification.FULL);
  private final float[] x = walk();

  @Test
  void aRightResultPasses() {
    verified.forward(OP, SHAPE, x, new float[100]);
    verified.backward(OP, SHAPE, x, x, new float[100]);
    for (Softmax kind : Softmax.kinds(0)) {
      float[] y = new float[100];
      verified.forward(kind, SHAPE, x, y);
      verified.backward(kind, SHAPE, y, x, y);
    }
  }

  @Test
  void aWrongResultIsNamedInFull() {
    device.wrong(true);
    MismatchException e =
        catchThrowableOfType(
            MismatchException.class, () -> verified.forward(OP, SHAPE, x, new float[100]));
    assertThat(e.mismatch().index()).isEqualTo(99);
    assertThat(e.mismatch().direction()).isEqualTo(Direction.FORWARD);
    assertThat(e.mismatch().input()).isEqualTo(x[99]);
    assertThat(e.mismatch().expected()).isNotEqualTo(e.mismatch().actual());
    assertThat(e)
        .hasMessageMatching(
            "%s FORWARD on opencl:0:0 \\(Fake, Fake\\): element 99, input 4\\.9 \\(0x409ccccd\\): expected \\S+ \\(0x[0-9a-f]{8}\\), got \\S+ \\(0x[0-9a-f]{8}\\)"
                .formatted(OP.label()));
    assertThatThrownBy(() -> verified.backward(Softmax.overAxis(1), SHAPE, x, x, new float[100]))
        .hasMessageStartingWith("SOFTMAX(axis 1) BACKWARD on opencl:0:0 (Fake, Fake): element 99");
  }

  @Test
  void inPlaceCallsAreVerifiedAgainstTheInputAsItWas() {
    float[] inPlace = x.clone();
    verified.forward(OP, SHAPE, inPlace, inPlace);
    device.wrong(true);
    assertThatThrownBy(() -> verified.forward(OP, SHAPE, inPlace, inPlace))
        .isInstanceOf(MismatchException.class);
  }

  @Test
  void samplesVisitEveryElementInTheEnd() {
    Backend sampled = new VerifyingBackend(device, Opener.reference(), Verification.sampled(3));
    device.wrong(true);
    assertThat(callsUntilFound(sampled, OP, Shape.of(100))).isBetween(1, 1000);
    for (Softmax kind : Softmax.kinds(0)) {
      assertThat(callsUntilFound(sampled, kind.temperature(3), SHAPE)).isBetween(1, 1000);
    }
  }

  @Test
  void samplesOfARightResultPass() {
    Backend sampled = new VerifyingBackend(device, Opener.reference(), Verification.sampled(3));
    sampled.forward(OP, SHAPE, x, new float[100]);
    for (Softmax kind : Softmax.kinds(0)) {
      sampled.forward(kind.temperature(3), SHAPE, x, new float[100]);
    }
  }

  private int callsUntilFound(Backend sampled, Operation operation, Shape shape) {
    for (int call = 1; call <= 1000; call++) {
      try {
        sampled.forward(operation, shape, x, new float[100]);
      } catch (MismatchException e) {
        assertThat(e.mismatch().index()).isEqualTo(99);
        return call;
      }
    }
    return Integer.MAX_VALUE;
  }

  @Test
  void aDeathIsSurvivedOnceAndTheDeviceIsLeftAlone() {
    Backend surviving = new FallbackBackend(device, Opener.reference());
    float[] expected = new float[100];
    surviving.forward(OP, SHAPE, x, expected);
    device.dead(false);
    float[] inPlace = x.clone();
    surviving.forward(OP, SHAPE, inPlace, inPlace);
    assertThat(inPlace).containsExactly(expected);
    surviving.forward(OP, SHAPE, x, new float[100]);
    assertThat(device.calls()).isEqualTo(2);
    assertThat(surviving.device().id()).isEqualTo("cpu");
  }

  @Test
  void aLostInputIsNotPassedOffAsAResult() {
    Backend surviving = new FallbackBackend(device.dead(true), Opener.reference());
    float[] inPlace = x.clone();
    assertThatThrownBy(() -> surviving.forward(OP, SHAPE, inPlace, inPlace))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("the result array may have been partly written");
    float[] y = new float[100];
    surviving.forward(OP, SHAPE, x, y);
    assertThat(y).doesNotContain(Float.NaN);
  }

  @Test
  void aLostBufferIsNotEitherUnderWhateverName() {
    Backend surviving = new FallbackBackend(device.dead(true), Opener.reference());
    float[] values = x.clone();
    assertThatThrownBy(
            () -> surviving.forward(OP, SHAPE, FloatBuffer.wrap(values), FloatBuffer.wrap(values)))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("the result array may have been partly written");
    float[] y = new float[100];
    surviving.forward(OP, SHAPE, FloatBuffer.wrap(x), FloatBuffer.wrap(y));
    assertThat(y).doesNotContain(Float.NaN);
  }

  @Test
  void theFrontDoorThrowsOrFallsBackAsItIsTold() {
    try (Hillock hillock = Hillock.open(new Opener(new OneDevice()), "gpu")) {
      Hillock surviving = hillock.onDeviceFailure(DeviceFailure.FALL_BACK);
      float[] expected = surviving.forward(OP, x, SHAPE);
      device.dead(false);
      assertThatThrownBy(() -> hillock.forward(OP, x, SHAPE))
          .isInstanceOf(DeviceException.class)
          .hasMessage("clEnqueueNDRangeKernel returned -5 on opencl:0:0 (Fake, Fake)");
      assertThat(surviving.forward(OP, x, SHAPE)).containsExactly(expected);
      int calls = device.calls();
      Hillock again = surviving.verified(Verification.FULL);
      assertThat(again.forward(OP, x, SHAPE)).containsExactly(expected);
      assertThat(device.calls()).as("the device is left alone by every view").isEqualTo(calls);
      assertThat(again.device().id()).isEqualTo("cpu");
      assertThatThrownBy(() -> again.onDeviceFailure(DeviceFailure.THROW).forward(OP, x, SHAPE))
          .isInstanceOf(DeviceException.class);
    }
  }

  @Test
  void aRequestThatIsTooLargeIsNoFailureOfTheDevice() {
    Backend surviving = new FallbackBackend(device, Opener.reference());
    device.tooSmall(true);
    float[] y = new float[100];
    surviving.forward(OP, SHAPE, x, y);
    device.tooSmall(false);
    float[] again = new float[100];
    surviving.forward(OP, SHAPE, x, again);
    assertThat(again).containsExactly(y);
    assertThat(device.calls()).isEqualTo(2);
    assertThat(surviving.device()).isEqualTo(DEVICE);
  }

  /** The one device of a machine made up. */
  private final class OneDevice implements DeviceSource {

    @Override
    public List<Device> devices() {
      return List.of(DEVICE);
    }

    @Override
    public @Nullable Throwable unavailable() {
      return null;
    }

    @Override
    public List<String> refusals() {
      return List.of();
    }

    @Override
    public Backend open(Device wanted) {
      return device;
    }
  }

  private static float[] walk() {
    float[] x = new float[100];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i - 50) / 10f;
    }
    return x;
  }
}
