package org.hillock.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.junit.jupiter.api.Test;

class InputsTest {

  private static final String ACTIVATION = Activation.values()[0].name();

  @Test
  void theSameEveryTime() {
    Task task = new Task("SOFTMAX", Direction.BACKWARD, 5, 64);
    assertThat(Inputs.forTiming(task).x()).isEqualTo(Inputs.forTiming(task).x()).hasSize(320);
    assertThat(Inputs.forTiming(task).dy()).isEqualTo(Inputs.forTiming(task).dy()).hasSize(320);
    assertThat(Inputs.forError(task).x()).isEqualTo(Inputs.forError(task).x());
  }

  @Test
  void noGradientForward() {
    Task task = new Task(ACTIVATION, Direction.FORWARD, 1, 64);
    assertThat(Inputs.forTiming(task).dy()).isEmpty();
    assertThat(Inputs.forError(Inputs.errorTask(task)).dy()).isEmpty();
  }

  @Test
  void beyondThePeriodTheNumbersRepeat() {
    Inputs inputs = Inputs.forTiming(new Task(ACTIVATION, Direction.BACKWARD, 1, 2_500_000));
    assertThat(inputs.dy()[1_000_003]).isEqualTo(inputs.dy()[0]);
    assertThat(inputs.dy()[2_499_999])
        .isEqualTo(inputs.dy()[2_499_999 - 2 * 1_000_003])
        .isNotZero();
  }

  @Test
  void anErrorIsMeasuredOnRowsOfTheSameLength() {
    assertThat(Inputs.errorTask(new Task("SOFTMAX", Direction.FORWARD, 4096, 1024)))
        .isEqualTo(new Task("SOFTMAX", Direction.FORWARD, 1024, 1024));
    assertThat(Inputs.errorTask(new Task("SOFTMAX", Direction.FORWARD, 1, 1 << 24)))
        .isEqualTo(new Task("SOFTMAX", Direction.FORWARD, 1, 1 << 24));
    assertThat(Inputs.errorTask(new Task("SOFTMAX", Direction.FORWARD, 2, 3)).rows()).isEqualTo(2);
  }

  @Test
  void theTailsOfAnActivationReachFarAndNearZero() {
    Task task = Inputs.errorTask(new Task(ACTIVATION, Direction.BACKWARD, 1, 10));
    Inputs inputs = Inputs.forError(task);
    float largest = 0;
    float smallest = Float.MAX_VALUE;
    for (float x : inputs.x()) {
      largest = Math.max(largest, Math.abs(x));
      smallest = Math.min(smallest, Math.abs(x));
    }
    assertThat(largest).isBetween(104f, 105f);
    assertThat(smallest).isBetween(0x1p-41f, 0x1p-39f);
    assertThat(inputs.dy()).containsOnly(1);
    assertThat(inputs.ordinary()).isPositive().isLessThan(task.elements());
  }
}
