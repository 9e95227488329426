package org.hillock.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.hillock.Hillock;
import org.hillock.backend.Statistics;
import org.hillock.insight.LayerUnits.Measure;
import org.hillock.op.Activation;
import org.hillock.op.Elementwise;
import org.hillock.op.Shape;
import org.junit.jupiter.api.Test;

class DeadUnitMonitorTest {

  private static final Summary ZERO = Summaries.unit(10, 10, 10);
  private static final Summary FIRING = Summaries.unit(10, 9, 9);

  private final DeadUnitMonitor monitor = new DeadUnitMonitor();

  @Test
  void aUnitThatFiredOnceIsNotDead() {
    monitor.observe("first", Activation.RELU, List.of(ZERO, FIRING, FIRING, ZERO));
    monitor.observe("second", Activation.RELU, List.of(FIRING));
    monitor.observe("first", Activation.RELU, List.of(ZERO, ZERO, FIRING, FIRING));
    LayerUnits first = monitor.report().get(0);
    assertThat(first.measure()).isEqualTo(Measure.ZEROS);
    assertThat(first.units()).isEqualTo(4);
    assertThat(first.batches()).isEqualTo(2);
    assertThat(first.dead()).containsExactly(0);
    assertThat(first.deadShare()).isEqualTo(0.25);
    assertThat(first.zeroInLastBatch()).containsExactly(1);
    assertThat(first)
        .hasToString(
            "first (RELU): 1 of 4 units dead (25.0 %), never fired in 2 batches: 0;"
                + " 1 more zero in the last batch only");
    LayerUnits second = monitor.report().get(1);
    assertThat(second).hasToString("second (RELU): none of 1 units dead in 1 batches");
    monitor.reset();
    assertThat(monitor.report()).isEmpty();
  }

  @Test
  void whatIsNeverZeroIsDeadWhenSaturated() {
    Summary saturated = Summaries.unit(10, 0, 10);
    Summary partly = Summaries.unit(10, 0, 9);
    monitor.observe("layer", Activation.SIGMOID, List.of(saturated, partly, saturated));
    monitor.observe("layer", Activation.SIGMOID, List.of(partly, partly, saturated));
    LayerUnits layer = monitor.report().get(0);
    assertThat(layer.measure()).isEqualTo(Measure.SATURATION);
    assertThat(layer.dead()).containsExactly(2);
    assertThat(layer.alwaysSaturatedShare()).isEqualTo(1.0 / 3);
    assertThat(layer.neverFired()).isEmpty();
    assertThat(layer.neverFiredShare()).isZero();
    assertThat(layer)
        .hasToString(
            "layer (SIGMOID): 1 of 3 units dead (33.3 %), saturated in every sample of 2 batches: 2");
  }

  @Test
  void aSentenceNamesTheFirstUnitsOnly() {
    monitor.observe("wide", Activation.RELU, IntStream.range(0, 20).mapToObj(i -> ZERO).toList());
    assertThat(monitor.report().get(0)).asString().endsWith(": 0, 1, 2, 3, 4, 5, 6, 7, ...");
  }

  @Test
  void realUnits() {
    float[] x = {-1000, -1, -1000, 5, -1000, -2};
    try (Hillock hillock = Hillock.open("cpu");
        Statistics stats = hillock.statistics(Watch.tensors().perUnit(2))) {
      for (Elementwise operation : Activation.values()) {
        hillock.forward(operation, x, new float[6], Shape.of(3, 2), stats);
        monitor.observe(operation.label(), operation, stats.units());
        stats.reset();
      }
    }
    assertThat(monitor.report())
        .hasSameSizeAs(Activation.values())
        .allSatisfy(
            layer -> {
              // Only the leaky one has a slope, of 0.01 exactly, so far out.
              boolean alive = layer.operation() == Activation.LEAKY_RELU;
              assertThat(layer.dead()).isEqualTo(alive ? List.of() : List.of(0));
            });
  }

  @Test
  void refuseWhatCannotBeMeant() {
    monitor.observe("a", Activation.RELU, List.of(ZERO));
    assertThatThrownBy(() -> monitor.observe("a", Activation.RELU, List.of(ZERO, ZERO)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("units of \"a\" are 2; expected 1 as before");
    assertThatThrownBy(() -> monitor.observe("a", Activation.GELU, List.of(ZERO)))
        .hasMessage("operation of \"a\" is GELU; expected RELU as before");
    assertThatThrownBy(() -> monitor.observe("b", Activation.GELU, List.of()))
        .hasMessage("units of \"b\" are none; expected those of statistics per unit");
    assertThatThrownBy(
            () -> monitor.observe("b", Activation.GELU, List.of(Summaries.unit(0, 0, 0))))
        .hasMessage("units of \"b\" gathered nothing; expected those of a batch");
    assertThatThrownBy(
            () -> monitor.observe("b", Activation.GELU, List.of(Summaries.backward(1, 1, 1))))
        .hasMessage("units of \"b\" were gathered backward; expected forward");
    assertThat(monitor.report()).singleElement().matches(layer -> layer.batches() == 1);
  }
}
