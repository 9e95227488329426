package org.hillock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.hillock.backend.Backend;
import org.hillock.backend.Device;
import org.hillock.backend.DeviceException;
import org.hillock.backend.Verification;
import org.hillock.op.Activation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The choice of a device, with devices made up: those at hand are tried elsewhere. */
class OpenerTest {

  private static final Device GPU = device("opencl:0:0", "Shiny GPU", Device.Type.GPU);
  private static final Device GPU2 = device("opencl:0:1", "Second GPU", Device.Type.GPU);
  private static final Device ACCELERATOR =
      device("opencl:1:0", "Odd Card", Device.Type.ACCELERATOR);
  private static final Device CPU = device("opencl:2:0", "A CPU device", Device.Type.CPU);

  @Test
  void autoPrefersAGpuThenAnAcceleratorThenOurCpu() {
    assertThat(chosen("auto", CPU, ACCELERATOR, GPU)).isEqualTo(GPU);
    assertThat(chosen("auto", CPU, ACCELERATOR)).isEqualTo(ACCELERATOR);
    assertThat(chosen("auto", CPU).id()).isEqualTo("cpu");
    assertThat(chosen("auto").id()).isEqualTo("cpu");
  }

  @Test
  void aDeviceIsFoundByIdAndByAPartOfItsNameInAnyCase() {
    assertThat(chosen("opencl:2:0", CPU, GPU)).isEqualTo(CPU);
    assertThat(chosen("OPENCL:2:0", CPU, GPU)).isEqualTo(CPU);
    assertThat(chosen("shiny", CPU, GPU)).isEqualTo(GPU);
    assertThat(chosen("gpu", CPU, ACCELERATOR, GPU, GPU2)).isEqualTo(GPU);
    assertThat(chosen("hillock", CPU, GPU).id()).isEqualTo("cpu");
  }

  @Test
  void aDeviceThatFailsItsSelfTestIsRefusedAndTheNextIsTaken() {
    Fake source = new Fake(List.of(GPU, GPU2), null, Broken.WRONG_BITS);
    Opener.Opened opened = new Opener(source).open("auto");
    assertThat(opened.backend().device()).isEqualTo(GPU2);
    assertThat(opened.reason())
        .contains("the first GPU that passes its self-test")
        .contains("opencl:0:0 (Shiny GPU, Fake) is refused: self-test failed: ")
        .contains("expected ")
        .contains("got ");
    assertThat(source.closed).as("the refused device is given back").isEqualTo(1);
  }

  @Test
  void aDeviceThatFailsWithKeptProgramsIsTriedWithoutThem() {
    Fake source = new Fake(List.of(GPU, GPU2), null, Broken.WRONG_BITS_OF_KEPT_PROGRAMS);
    Opener.Opened opened = new Opener(source).open("auto");
    assertThat(opened.backend().device()).isEqualTo(GPU);
    assertThat(opened.reason()).doesNotContain("refused");
    assertThat(source.closed).as("the first one is given back").isEqualTo(1);
  }

  @Test
  void aDeviceThatCannotBeOpenedIsRefused() {
    Opener.Opened opened =
        new Opener(new Fake(List.of(GPU), null, Broken.CANNOT_OPEN)).open("auto");
    assertThat(opened.backend().device().id()).isEqualTo("cpu");
    assertThat(opened.reason()).contains("Shiny GPU").contains("out of order");
  }

  @Test
  void aDeviceAskedForThatIsRefusedThrows() {
    for (String wanted : new String[] {"opencl:0:0", "shiny", "gpu"}) {
      assertThatThrownBy(
              () -> new Opener(new Fake(List.of(GPU), null, Broken.WRONG_BITS)).open(wanted))
          .isInstanceOf(DeviceException.class)
          .hasMessageContaining("self-test failed");
    }
  }

  @Test
  void aDeviceAskedForThatIsMissingThrowsAndListsWhatThereIs() {
    assertThatThrownBy(() -> chosen("gpu", CPU))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("device \"gpu\" is not there")
        .hasMessageContaining("opencl:2:0 (A CPU device, Fake), cpu (Hillock CPU implementation");
  }

  @Test
  void whyOpenClIsNotThereIsSaid() {
    UnsatisfiedLinkError cause = new UnsatisfiedLinkError("no libOpenCL");
    Opener opener = new Opener(new Fake(List.of(), cause, Broken.NOTHING));
    assertThat(opener.open("auto").reason())
        .startsWith("OpenCL is not available (java.lang.UnsatisfiedLinkError: no libOpenCL)")
        .contains("opencl:9 (Old Card) is passed over: it has no compiler");
    assertThat(opener.unavailable()).containsSame(cause);
    assertThat(opener.devices()).extracting(Device::id).containsExactly("cpu");
    assertThatThrownBy(() -> opener.open("gpu")).hasMessageContaining("no libOpenCL");
  }

  @Test
  void onlyADeviceThatNobodyAskedForLeavesHostDataToTheCpu() {
    Fake source = new Fake(List.of(GPU), null, Broken.NOTHING);
    float[] x = new float[100];
    try (Hillock hillock = Hillock.open(new Opener(source), "auto")) {
      assertThat(hillock.device()).isEqualTo(GPU);
      assertThat(hillock.choice()).contains("; host arrays go to it from as many elements on");
      int before = source.opened.calls();
      hillock.forward(Activation.RELU, x);
      hillock.onDeviceFailure(DeviceFailure.FALL_BACK).forward(Activation.RELU, x);
      assertThat(source.opened.calls()).as("small calls stay").isEqualTo(before);
      hillock.verified(Verification.FULL).forward(Activation.RELU, x);
      assertThat(source.opened.calls()).as("what is verified is the device").isEqualTo(before + 1);
    }
    for (String wanted : new String[] {"gpu", "shiny", "opencl:0:0"}) {
      try (Hillock hillock = Hillock.open(new Opener(source), wanted)) {
        assertThat(hillock.choice()).doesNotContain("host arrays");
        int before = source.opened.calls();
        hillock.forward(Activation.RELU, x);
        assertThat(source.opened.calls()).isEqualTo(before + 1);
      }
    }
  }

  @Test
  void cpuDevicesThatStandIdleAreNamed() {
    assertThat(new Opener(new Fake(List.of(CPU), null, Broken.NOTHING)).open("auto").reason())
        .contains("used only when asked for: opencl:2:0 (A CPU device, Fake)");
  }

  private static Device chosen(String wanted, Device... devices) {
    return new Opener(new Fake(List.of(devices), null, Broken.NOTHING))
        .open(wanted)
        .backend()
        .device();
  }

  private static Device device(String id, String name, Device.Type type) {
    return new Device(
        id, name, "Fake", "1", "OpenCL 1.2", type, 1, 1L << 30, 1L << 28, true, true, true);
  }

  private enum Broken {
    NOTHING,
    CANNOT_OPEN,
    WRONG_BITS,
    WRONG_BITS_OF_KEPT_PROGRAMS
  }

  /** Devices that compute on the CPU, of which the first may be broken. */
  private static final class Fake implements DeviceSource {

    private final List<Device> devices;
    private final @Nullable Throwable unavailable;
    private final Broken broken;
    private int closed;

    @SuppressWarnings("NullAway.Init")
    private FakeBackend opened;

    Fake(List<Device> devices, @Nullable Throwable unavailable, Broken broken) {
      this.devices = devices;
      this.unavailable = unavailable;
      this.broken = broken;
    }

    @Override
    public List<Device> devices() {
      return devices;
    }

    @Override
    public List<String> refusals() {
      return List.of("opencl:9 (Old Card) is passed over: it has no compiler");
    }

    @Override
    public @Nullable Throwable unavailable() {
      return unavailable;
    }

    @Override
    public Backend open(Device device) {
      boolean first = device.equals(devices.get(0));
      if (first && broken == Broken.CANNOT_OPEN) {
        throw new DeviceException(device + " is out of order");
      }
      boolean wrong = broken == Broken.WRONG_BITS || broken == Broken.WRONG_BITS_OF_KEPT_PROGRAMS;
      opened = new FakeBackend(device, () -> closed++).wrong(first && wrong);
      return opened;
    }

    @Override
    public Optional<Backend> openAfresh(Backend failed) {
      return broken == Broken.WRONG_BITS_OF_KEPT_PROGRAMS
          ? Optional.of(new FakeBackend(failed.device(), () -> closed++))
          : Optional.empty();
    }
  }
}
