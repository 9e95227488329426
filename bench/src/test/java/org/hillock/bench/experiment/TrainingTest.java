package org.hillock.bench.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.hillock.Hillock;
import org.hillock.insight.GradientFlow.Fate;
import org.hillock.op.Activation;
import org.hillock.op.Elementwise;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TrainingTest {

  private static Outcome train(
      String device,
      Elementwise operation,
      Data data,
      int depth,
      int units,
      float rate,
      int epochs) {
    try (Hillock hillock = Hillock.open(device)) {
      return train(hillock, operation, data, depth, units, rate, epochs);
    }
  }

  private static Outcome train(
      Hillock hillock,
      Elementwise operation,
      Data data,
      int depth,
      int units,
      float rate,
      int epochs) {
    List<Integer> hidden = Collections.nCopies(depth, units);
    return Training.run(
        hillock, new Trial(operation, operation.label(), data, hidden, rate, epochs));
  }

  /** Whatever trains it, the network ends with the very same weights, and its statistics too. */
  @TestFactory
  Stream<DynamicTest> aNetworkHasTheSameBitsOnEveryDevice() {
    Data data = Spirals.make(96, 48);
    return Hillock.devices().stream()
        .map(
            device ->
                DynamicTest.dynamicTest(
                    device.id() + " " + device.name(),
                    () -> {
                      try (Hillock there = Hillock.open(device.id())) {
                        for (Elementwise operation : List.of(Activation.GELU, Activation.RELU)) {
                          Outcome expected = train("cpu", operation, data, 2, 8, 0.5f, 2);
                          Outcome outcome = train(there, operation, data, 2, 8, 0.5f, 2);
                          assertThat(bits(outcome)).isEqualTo(bits(expected));
                          assertThat(outcome).isEqualTo(expected);
                        }
                      }
                    }));
  }

  private static long bits(Outcome outcome) {
    return Double.doubleToRawLongBits(Objects.requireNonNull(outcome.last().loss()));
  }

  @Test
  void aNetworkLearns() {
    Outcome outcome = train("cpu", Activation.TANH, Digits.read(), 1, 16, 0.2f, 3);
    assertThat(outcome.ending()).isEqualTo(Ending.LEARNS);
    assertThat(outcome.layers()).containsExactly(64, 16, 10);
    assertThat(outcome.epochs()).hasSize(3);
    assertThat(outcome.last().testAccuracy()).isGreaterThan(0.8);
    assertThat(outcome.gradient()).isEqualTo(Fate.FLOWS);
    assertThat(outcome.verdict()).startsWith("It learns: loss 0.").contains("guessing has 2.30");
  }

  /** Each step goes down the gradient: by half a step, half as far, nearly. */
  @Test
  void theStepIsTheGradients() {
    Data data = Spirals.make(Training.BATCH, Training.BATCH);
    double none = lossAfter(data, 0);
    double half = lossAfter(data, 0.0005f);
    double whole = lossAfter(data, 0.001f);
    assertThat(whole).isLessThan(none);
    assertThat((none - whole) / (none - half)).isCloseTo(2, within(0.05));
  }

  private static double lossAfter(Data data, float rate) {
    Outcome outcome = train("cpu", Activation.TANH, data, 2, 8, rate, 1);
    return Objects.requireNonNull(outcome.last().loss());
  }

  @Test
  void anAbsurdRateDivergesAndItIsSaidWhere() {
    Outcome outcome = train("cpu", Activation.RELU, Spirals.make(96, 48), 2, 8, 1e38f, 5);
    assertThat(outcome.ending()).isEqualTo(Ending.DIVERGED);
    assertThat(outcome.last().loss()).isNull();
    assertThat(outcome.epochs()).hasSize(1);
    assertThat(outcome.verdict())
        .startsWith("Diverged in epoch 1: ")
        .contains("came in with the input of layer");
  }

  /** The units of one die at a rate that the other, from the same first weights, can stand. */
  @Test
  void unitsDieAtARateTooHigh() {
    Data digits = Digits.read();
    Outcome dead = train("cpu", Activation.RELU, digits, 4, 32, 2, 6);
    assertThat(dead.ending()).isEqualTo(Ending.STUCK);
    assertThat(dead.deadUnits()).isGreaterThan(dead.units() / 4);
    assertThat(dead.verdict()).contains("It is stuck: loss 2.3", "never fired in 30 batches");
    Outcome alive = train("cpu", Activation.ELU, digits, 4, 32, 2, 6);
    assertThat(alive.last().trainAccuracy()).isGreaterThan(0.5);
    assertThat(alive.deadUnits()).isLessThan(alive.units() / 10);
  }

  @Test
  void theGradientOfADeepNetworkVanishes() {
    Outcome outcome = train("cpu", Activation.SIGMOID, Digits.read(), 10, 32, 0.1f, 1);
    assertThat(outcome.gradient()).isEqualTo(Fate.VANISHES);
    List<Double> norms = outcome.last().gradientNorm();
    assertThat(norms).hasSize(10).isSorted();
    assertThat(norms.get(0) / norms.get(9)).isLessThan(1e-3);
    assertThat(outcome.verdict()).contains("The gradient vanishes at layer ");
  }
}
