package org.hillock.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import org.assertj.core.data.Offset;
import org.hillock.Hillock;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.junit.jupiter.api.Test;

class ErrorsTest {

  private static final int SAMPLES = 16;

  @Test
  void oursIsWithinAnUlpAndSomeFormulasAreNot() {
    Errors errors = new Errors(SAMPLES);
    AtomicInteger steps = new AtomicInteger();
    try (Hillock hillock = Hillock.open("cpu")) {
      errors.measure(hillock, steps::incrementAndGet);
    }
    assertThat(steps).hasValue(Errors.steps());
    Errors.Result result = errors.result();
    assertThat(result.samplesPerBin()).isEqualTo(SAMPLES);
    List<Errors.Found> found = result.found();
    assertThat(found).hasSize(Activation.values().length * Direction.values().length);
    for (Errors.Found one : found) {
      assertThat(one.by()).containsOnlyKeys(Errors.NAIVE, "cpu");
      double[] ours = one.by().get("cpu");
      assertThat(ours).hasSize(new InputBins().bins().size());
      double worst = DoubleStream.of(ours).max().orElseThrow();
      assertThat(worst).as("%s %s", one.function(), one.direction()).isBetween(0.0, 1.0);
      assertThat(one.worst().get("cpu").ulp()).isCloseTo(worst, within3Digits(worst));
    }
    assertThat(found)
        .filteredOn(one -> one.worst().get(Errors.NAIVE).ulp() > 1e6)
        .as("formulas that cancel, overflow or underflow")
        .hasSizeGreaterThan(3);
  }

  private static Offset<Double> within3Digits(double value) {
    return Offset.offset(1e-3 * value + 1e-9);
  }

  @Test
  void refusesTooFewSamples() {
    assertThatThrownBy(() -> new Errors(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("samples is 1; expected 2 or more");
  }
}
