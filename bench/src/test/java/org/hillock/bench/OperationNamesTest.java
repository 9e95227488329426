package org.hillock.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.hillock.op.Activation;
import org.hillock.op.Softmax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperationNamesTest {

  private static final Activation FIRST = List.of(Activation.values()).get(0);

  @ParameterizedTest
  @EnumSource
  void everyConstantInAnyCase(Activation activation) {
    String name = activation.name();
    assertThat(OperationNames.activation(name)).isSameAs(activation);
    assertThat(OperationNames.activation(name.toLowerCase(Locale.ROOT).replace('_', '-')))
        .isSameAs(activation);
  }

  @Test
  void otherNamesOfTheCatalogue() {
    assertThat(OperationNames.activation("silu")).isSameAs(Activation.SILU);
  }

  @ParameterizedTest
  @ValueSource(strings = {"apply", "bench", "accuracy"})
  void helpListsThemAll(String command) {
    String help = Run.of(command, "--help").out();
    for (Activation activation : Activation.values()) {
      assertThat(help).containsPattern("\\b" + activation.name().toLowerCase(Locale.ROOT) + "\\b");
    }
    for (Softmax kind : Softmax.kinds(-1)) {
      assertThat(
              Pattern.compile("\\b" + kind.name().toLowerCase(Locale.ROOT) + "\\b")
                  .matcher(help)
                  .find())
          .as("%s in the help of %s", kind.name(), command)
          .isEqualTo(!command.equals("accuracy"));
    }
  }

  @Test
  void softmax() {
    assertThat(OperationNames.isSoftmax("Softmax")).isTrue();
    assertThat(OperationNames.isSoftmax("Log-Softmax")).isTrue();
    assertThat(OperationNames.isSoftmax(FIRST.name())).isFalse();
    for (Softmax kind : Softmax.kinds(-1)) {
      assertThat(OperationNames.softmax(kind.name())).isEqualTo(kind);
    }
  }

  @Test
  void unknownNameListsTheOthers() {
    assertThatThrownBy(() -> OperationNames.activation("gulu"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'gulu'")
        .hasMessageContaining("SILU")
        .hasMessageContaining("LOG_SOFTMAX, SOFTMAX")
        .hasMessageContaining(FIRST.name());
  }
}
