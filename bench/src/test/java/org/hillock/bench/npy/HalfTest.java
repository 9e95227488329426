package org.hillock.bench.npy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfTest {

  @ParameterizedTest
  @CsvSource({
    "0x0000, 0",
    "0x3c00, 1",
    "0xc000, -2",
    "0x7bff, 65504",
    "0x0400, 6.103515625e-5",
    "0x0001, 5.9604644775390625e-8",
    "0x83ff, -6.0975551605224609375e-5",
    "0x3555, 0.333251953125",
    "0x7c00, Infinity",
    "0xfc00, -Infinity"
  })
  void known(String half, float expected) {
    assertThat(Half.toFloat((short) (int) Integer.decode(half))).isEqualTo(expected);
  }

  @Test
  void zeroKeepsItsSignAndNanStaysNan() {
    assertThat(Float.floatToRawIntBits(Half.toFloat((short) 0x8000))).isEqualTo(0x80000000);
    assertThat(Half.toFloat((short) 0x7e00)).isNaN();
    assertThat(Half.toFloat((short) 0xfc01)).isNaN();
  }

  @Test
  void everyNumberIsSignTimesMantissaTimesPowerOfTwo() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      int exponent = bits >> 10 & 31;
      int mantissa = bits & 1023;
      if (exponent < 31) {
        double magnitude =
            exponent == 0 ? mantissa * 0x1p-24 : (1024 + mantissa) * Math.pow(2, exponent - 25);
        assertThat((double) Half.toFloat((short) bits))
            .isEqualTo(bits < 1 << 15 ? magnitude : -magnitude);
      }
    }
  }
}
