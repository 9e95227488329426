package org.hillock.bench.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceReportTest {

  @Test
  void aLaterFailureKeepsWhatWasCompared() {
    DeviceReport good = new DeviceReport("id", "name", 7, 0, 0, 70, true, 5, List.of());
    assertThat(good.ok()).isTrue();
    DeviceReport failed = good.thenFailed("timing: device lost");
    assertThat(failed.ok()).isFalse();
    assertThat(failed.cases()).isEqualTo(7);
    assertThat(failed.errors()).isEqualTo(1);
    assertThat(failed.failures())
        .singleElement()
        .extracting(DeviceReport.Failure::message)
        .isEqualTo("timing: device lost");
  }
}
