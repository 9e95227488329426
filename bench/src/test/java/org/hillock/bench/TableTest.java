package org.hillock.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTest {

  private static String print(Table table) {
    StringWriter out = new StringWriter();
    table.print(new PrintWriter(out));
    return out.toString().replace(System.lineSeparator(), "\n");
  }

  @Test
  void wordsGoLeftAndNumbersRight() {
    Table table = new Table("op", "GB/s", "").row("RELU", 12.5, "").row("GELU_TANH", "-0.1", "x");
    assertThat(print(table))
        .isEqualTo(
            """
            op         GB/s
            RELU       12.5
            GELU_TANH  -0.1  x
            """);
  }

  @Test
  void rowOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> new Table("a", "b").row(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a row has 1 cells; expected 2");
  }
}
