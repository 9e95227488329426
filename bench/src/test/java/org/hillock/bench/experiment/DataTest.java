package org.hillock.bench.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DataTest {

  @Test
  void digits() {
    Data digits = Digits.read();
    assertThat(digits.train().size() + digits.test().size()).isEqualTo(1797);
    assertThat(digits.train().size() % Training.BATCH).isZero();
    for (Data.Part part : new Data.Part[] {digits.train(), digits.test()}) {
      assertThat(part.x()).hasSize(64 * part.size());
      for (float pixel : part.x()) {
        assertThat(pixel).isBetween(-1f, 1f);
      }
      for (int digit = 0; digit < 10; digit++) {
        int wanted = digit;
        long share = Arrays.stream(part.labels()).filter(label -> label == wanted).count();
        assertThat(10.0 * share / part.size()).isBetween(0.8, 1.2);
      }
    }
    // The first image is a 0: its second line has 13 of 16 at its third pixel.
    assertThat(digits.train().labels()[0]).isZero();
    assertThat(digits.train().x()[10]).isEqualTo(13 / 8f - 1);
  }

  @Test
  void spirals() {
    Data spirals = Spirals.make(100, 50);
    assertThat(spirals.train().x()).hasSize(200).isEqualTo(Spirals.make(100, 50).train().x());
    assertThat(Arrays.stream(spirals.test().labels()).sum()).isEqualTo(25);
    assertThat(spirals.test().x()).isNotEqualTo(Arrays.copyOf(spirals.train().x(), 100));
  }
}
