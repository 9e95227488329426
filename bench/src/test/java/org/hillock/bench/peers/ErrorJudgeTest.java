package org.hillock.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorJudgeTest {

  private static Task errorTask(String op, Direction direction) {
    return Inputs.errorTask(new Task(op, direction, 3, 1000));
  }

  /** The true values, rounded. */
  private static float[] exact(Task task, Inputs inputs) {
    float[] y = new float[inputs.x().length];
    Activation activation = task.activation().orElseThrow();
    for (int i = 0; i < y.length; i++) {
      double a = activation.parameter();
      double x = inputs.x()[i];
      y[i] = (float) (task.isBackward() ? activation.slope(x, a) : activation.value(x, a));
    }
    return y;
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void whatIsCorrectlyRoundedIsHalfAUnitAwayAtMost(Activation activation) {
    for (Direction direction : Direction.values()) {
      Task task = errorTask(activation.name(), direction);
      Inputs inputs = Inputs.forError(task);
      ErrorFound error = ErrorJudge.judge(task, inputs, exact(task, inputs));
      assertThat(error.maxUlp()).isLessThanOrEqualTo(0.5 + 1e-6);
      assertThat(error.ordinaryMaxUlp()).isLessThanOrEqualTo(error.maxUlp());
    }
  }

  @Test
  void oneWrongElementIsFoundAndTold() {
    Task task = errorTask(Activation.values()[0].name(), Direction.FORWARD);
    Inputs inputs = Inputs.forError(task);
    float[] y = exact(task, inputs);
    int last = y.length - 1;
    y[last] = Float.NaN;
    ErrorFound error = ErrorJudge.judge(task, inputs, y);
    assertThat(error.maxUlp()).isInfinite();
    assertThat(error.ordinaryMaxUlp()).isLessThan(1);
    assertThat(error.x()).isEqualTo(inputs.x()[last]);
    assertThat(error.result()).isNaN();
    y[last] = Math.nextUp(Math.nextUp(exact(task, inputs)[last]));
    assertThat(ErrorJudge.judge(task, inputs, y).maxUlp()).isBetween(1.5, 2.5);
  }

  @Test
  void theSignOfAZeroIsNotJudged() {
    Task task = errorTask(Activation.values()[0].name(), Direction.FORWARD);
    Inputs inputs = Inputs.forError(task);
    float[] y = exact(task, inputs);
    for (int i = 0; i < y.length; i++) {
      y[i] = y[i] == 0 ? -0.0f : y[i];
    }
    assertThat(ErrorJudge.judge(task, inputs, y).maxUlp()).isLessThan(1);
  }

  /** Written apart from the judge, row by row. */
  private static float[] softmax(Task task, Inputs inputs) {
    int columns = (int) task.columns();
    float[] result = new float[inputs.x().length];
    boolean logarithmic = task.op().startsWith("LOG");
    for (int row = 0; row < result.length; row += columns) {
      double sum = 0;
      double dot = 0;
      for (int i = row; i < row + columns; i++) {
        sum += Math.exp(inputs.x()[i]);
      }
      for (int i = row; task.isBackward() && i < row + columns; i++) {
        dot += inputs.dy()[i] * (logarithmic ? 1 : Math.exp(inputs.x()[i]) / sum);
      }
      for (int i = row; i < row + columns; i++) {
        double y = Math.exp(inputs.x()[i]) / sum;
        double dx =
            !task.isBackward()
                ? 0
                : logarithmic ? inputs.dy()[i] - y * dot : y * (inputs.dy()[i] - dot);
        double forward = logarithmic ? inputs.x()[i] - Math.log(sum) : y;
        result[i] = (float) (task.isBackward() ? dx : forward);
      }
    }
    return result;
  }

  @ParameterizedTest
  @ValueSource(strings = {"SOFTMAX", "LOG_SOFTMAX"})
  void softmaxOverItsRow(String op) {
    for (Direction direction : Direction.values()) {
      Task task = errorTask(op, direction);
      Inputs inputs = Inputs.forError(task);
      float[] y = softmax(task, inputs);
      assertThat(ErrorJudge.judge(task, inputs, y).maxUlp()).isLessThan(0.51);
      y[7] = Math.scalb(y[7], 1);
      assertThat(ErrorJudge.judge(task, inputs, y).maxUlp()).isGreaterThan(1000);
    }
  }

  @Test
  void aLogarithmNearZeroIsJudgedInUnitsOfOne() {
    Task task = new Task("LOG_SOFTMAX", Direction.FORWARD, 1, 1);
    Inputs inputs = Inputs.forError(task);
    ErrorFound error = ErrorJudge.judge(task, inputs, new float[] {-0x1p-23f});
    assertThat(error.maxUlp()).isCloseTo(1, within(1e-9));
  }

  @Test
  void anotherNumberOfElementsIsRefused() {
    Task task = errorTask("SOFTMAX", Direction.FORWARD);
    assertThatThrownBy(() -> ErrorJudge.judge(task, Inputs.forError(task), new float[2]))
        .hasMessageContaining("gave 2 elements; expected 3000");
  }
}
