package org.hillock.bench.npy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderParserTest {

  private static final String LONG = "\u001b[31m" + "x".repeat(60_000);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'LONG': 1}",
        "{'descr': 'LONG'}",
        "{'descr': [('LONG', '<f4')], }",
        "{'descr': 'LONG', 'fortran_order': False, 'shape': (3)}",
        "{'descr': '<f4', 'shape': LONG}",
      })
  void aDamagedHeaderIsNotEchoedWhole(String header) {
    assertThatThrownBy(() -> HeaderParser.parse(header.replace("LONG", LONG)))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .hasSizeLessThan(300)
        .matches("\\A[\\x20-\\x7e]*\\z")
        .contains("xxx");
  }
}
