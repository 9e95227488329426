package org.hillock.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WatchTest {

  @Test
  void sayWhatToGather() {
    Watch watch = Watch.tensors().perUnit(512).saturatedBelow(0.001f).histogramOfEvery(16);
    assertThat(watch).isEqualTo(new Watch(0.001f, 512, 16));
  }

  @Test
  void refuseWhatMakesNoSense() {
    Watch watch = Watch.tensors();
    assertThatThrownBy(() -> watch.perUnit(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("count is 0; expected at least 1 unit");
    assertThatThrownBy(() -> watch.saturatedBelow(Float.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("saturation is NaN; expected a finite number of at least 0");
    assertThatThrownBy(() -> watch.histogramOfEvery(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("every is 0; expected at least 1");
  }

  @Test
  void binsArePowersOfTwo() {
    assertThat(Histogram.bin(1)).isEqualTo(127);
    assertThat(Histogram.bin(-1.999f)).isEqualTo(127);
    assertThat(Histogram.bin(Float.MIN_VALUE)).isZero();
    assertThat(Histogram.bin(Float.NEGATIVE_INFINITY)).isEqualTo(255);
    long[] counts = new long[Histogram.BINS];
    counts[124] = 17;
    counts[127] = 4;
    assertThat(new Histogram(counts)).hasToString("{2^-3: 17, 2^0: 4}");
    assertThat(new Histogram(counts).size()).isEqualTo(21);
  }
}
