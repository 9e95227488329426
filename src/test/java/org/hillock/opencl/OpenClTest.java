package org.hillock.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hillock.backend.Device;
import org.hillock.backend.DeviceException;
import org.junit.jupiter.api.Test;

/** Finding devices. */
class OpenClTest {

  @Test
  void discoveryGivesDevicesOrTheirAbsence() {
    OpenCl.Discovery discovery = OpenCl.discover();
    assertThat(discovery.devices().isEmpty()).isEqualTo(discovery.unavailable() != null);
    assertThat(discovery.devices()).allSatisfy(OpenClTest::isDescribed);
    assertThat(OpenCl.discover()).isSameAs(discovery);
    assertThat(System.getProperty("uniqueLibraryNames")).isNotNull();
  }

  @Test
  void aDeviceThatIsNotThereIsNamed() {
    String expected =
        OpenCl.discover().unavailable() == null
            ? "there is no OpenCL device opencl:99:0"
            : "OpenCL cannot be used here";
    assertThatThrownBy(() -> OpenCl.open("opencl:99:0"))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void statusesAreNamed() {
    ClDevices.all();
    assertThat(ClStatus.describe(-30)).isEqualTo("CL_INVALID_VALUE (-30)");
    assertThat(ClStatus.describe(-1001)).isEqualTo("CL_PLATFORM_NOT_FOUND_KHR (-1001)");
    assertThat(ClStatus.describe(-4)).contains("memory ran out");
    assertThat(ClStatus.describe(-9999)).isEqualTo("unknown status (-9999)");
  }

  private static void isDescribed(Device device) {
    assertThat(device.id()).matches("opencl:\\d+:\\d+");
    assertThat(device.name()).isNotBlank();
    assertThat(device.platform()).isNotBlank();
    assertThat(device.computeUnits()).isPositive();
    assertThat(device.maxAllocationBytes()).isPositive();
    assertThat(device.memoryBytes()).isGreaterThanOrEqualTo(device.maxAllocationBytes());
  }
}
