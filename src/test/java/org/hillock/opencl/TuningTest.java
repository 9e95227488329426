package org.hillock.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hillock.backend.UserCache;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Settings: seeds, what is written down of them, and the search. */
class TuningTest {

  private static final String SETTINGS =
      "GROUP=64 VECTORS=4 STRETCH=16 TEAM_GROUP=256 TEAMS_FORWARD=4 TEAMS_BACKWARD=1"
          + " GROUPS_PER_UNIT=8 SPLIT_COLUMNS=8192";

  @TempDir private Path folder;

  @Test
  void settingsAreReadAsTheyWereWritten() {
    Tuning tuning = Tuning.parse(SETTINGS);
    assertThat(tuning).hasToString(SETTINGS);
    assertThat(tuning.get(Knob.TEAM_GROUP)).isEqualTo(256);
    assertThat(tuning.with(Knob.GROUP, 128)).hasToString(SETTINGS.replace("P=64", "P=128"));
  }

  @Test
  void settingsThatNoSearchWouldFindAreRefused() {
    assertThatThrownBy(() -> Tuning.parse(SETTINGS.replace("GROUP=64", "GROUP=65")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("setting GROUP=65; expected one of [64, 128, 256, 512, 1024]");
    assertThatThrownBy(() -> Tuning.parse(SETTINGS.replace("GROUP=64", "GROPE=64")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Tuning.parse(SETTINGS.replace("GROUP=64 ", "")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not set every knob");
    assertThatThrownBy(() -> Tuning.parse(SETTINGS.replace("=64", "=99999999999")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @TestFactory
  Stream<DynamicTest> everyVendorHasASeed() {
    return Stream.of("NVIDIA Corporation", "Advanced Micro Devices, Inc.", "Intel(R)", "")
        .map(
            vendor ->
                dynamicTest(
                    "vendor " + vendor,
                    () -> {
                      ClDevice gpu = ClDevices.asGpu(ClDevices.all().get(0), vendor);
                      Tuning seed = Tuning.seed(gpu);
                      assertThat(Tuning.parse(seed.toString())).isEqualTo(seed);
                      assertThat(Exchange.promisedBy(gpu))
                          .isEqualTo(vendor.startsWith("NVIDIA") ? Exchange.PTX : Exchange.LOCAL);
                    }));
  }

  @Test
  void whatWasFoundIsKeptByDeviceAndDriver() {
    ClDevice device = ClDevices.all().get(0);
    UserCache cache = UserCache.in(folder);
    assertThat(TuningStore.of(cache, device)).isEqualTo(Tuning.seed(device));
    TuningStore.keep(cache, device, Tuning.parse(SETTINGS));
    assertThat(TuningStore.of(cache, device)).hasToString(SETTINGS);
    ClDevice other = ClDevices.withMemory(device, 1000);
    assertThat(TuningStore.of(cache, other)).hasToString(SETTINGS);
    cache.write(
        "tuning", TuningStore.key(device), "GROUP=1 of old".getBytes(StandardCharsets.UTF_8));
    assertThat(TuningStore.of(cache, device)).isEqualTo(Tuning.seed(device));
  }

  /** On few elements, which shows that the search ends and sets what it can, not what is best. */
  @TestFactory
  Stream<DynamicTest> aSearchTellsOfEveryKnobThatMatters() {
    return ClDevices.all().stream()
        .filter(device -> device.vectorWidth() > 1)
        .map(
            device ->
                dynamicTest(
                    device.description().toString(),
                    () -> {
                      Tuning seed = Tuning.seed(device);
                      List<String> lines = new ArrayList<>();
                      try (OpenClBackend backend = OpenClBackend.open(device, seed, null)) {
                        Engine engine = backend.parts().engine();
                        Tuner tuner = new Tuner(engine, backend.parts().programs(), 20_000);
                        Tuning found = engine.run(() -> tuner.search(seed, lines::add));
                        assertThat(Tuning.parse(found.toString())).isEqualTo(found);
                        assertThat(engine.memoriesHeld()).isZero();
                      }
                      assertThat(lines).hasSize(1);
                      assertThat(lines.get(0)).contains(" (1.00)", ", takes ");
                    }));
  }

  @Test
  void everyKnobButThoseOfProcessorsIsSearchedOnAGpu() {
    ClDevice gpu = ClDevices.asGpu(ClDevices.all().get(0), "");
    for (Knob knob : Knob.values()) {
      List<TunerWork> works = TunerWork.of(knob, gpu, 1 << 20);
      assertThat(works.isEmpty()).as("%s", knob).isEqualTo(knob == Knob.STRETCH);
      assertThat(works).allMatch(work -> work.shape().size() <= 1 << 20);
    }
  }

  @Test
  void vectorsAreRoundedUpByAThirdAtMost() {
    for (int columns = 1; columns <= 4096; columns++) {
      long needed = RowKernels.divideUp(columns, 256);
      assertThat(HeldRows.vectors(columns, 256)).isBetween(needed, (4 * needed + 2) / 3);
    }
    assertThat(HeldRows.vectors(100_000, 256)).isEqualTo(16);
  }
}
