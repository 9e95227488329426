package org.hillock.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.hillock.Hillock;
import org.hillock.backend.Statistics;
import org.hillock.insight.GradientFlow.Fate;
import org.hillock.insight.GradientFlow.Layer;
import org.hillock.op.Activation;
import org.hillock.op.Elementwise;
import org.junit.jupiter.api.Test;

class GradientFlowTest {

  private static Layer layer(String name, double meanSlope, double normIn, double normOut) {
    return new Layer(name, Activation.SIGMOID, Summaries.backward(meanSlope, normIn, normOut));
  }

  @Test
  void vanishesAtTheFirstLayerFromTheOutput() {
    GradientFlow flow =
        GradientFlow.of(
            List.of(
                layer("a", 0.2, 2e-6, 4e-7),
                layer("b", 0.2, 2e-4, 4e-5),
                layer("c", 0.2, 2, 0.4),
                layer("d", 0.1, 10, 1)));
    assertThat(flow.fate()).isEqualTo(Fate.VANISHES);
    assertThat(flow.lost()).get().isEqualTo(flow.steps().get(1));
    GradientFlow.Step b = flow.steps().get(1);
    assertThat(b.relative()).isCloseTo(4e-5, within(1e-12));
    assertThat(b.ratio()).isCloseTo(0.2, within(1e-12));
    assertThat(b.product()).isCloseTo(0.2 * 0.2 * 0.1, within(1e-12));
    assertThat(b.bound()).isEqualTo(0.25 * 0.25 * 0.25);
    assertThat(b)
        .hasToString(
            "b (SIGMOID): mean slope 0.200, norm 0.00020 -> 4.0e-05 (4.0e-05 of the last's), slopes"
                + " multiplied 0.0040, at most 0.016");
    assertThat(flow.sentence())
        .startsWith("The gradient vanishes at b (3 of 4 from the output): its norm is 4.0e-05 of")
        .contains("these 3 layers multiply to 0.0040, at most 0.016 is possible")
        .contains("ReLU family", "He initialisation");
  }

  @Test
  void explodes() {
    GradientFlow flow = GradientFlow.of(List.of(layer("a", 1, 4, 3000), layer("b", 1, 2, 1)));
    assertThat(flow.fate()).isEqualTo(Fate.EXPLODES);
    assertThat(flow.sentence())
        .startsWith(
            "The gradient explodes at a (2 of 2 from the output): its norm is 3.0e+03 times")
        .contains("lower learning rate");
    assertThat(GradientFlow.of(flowLayers(), 1e-9, 1e4).fate()).isEqualTo(Fate.FLOWS);
  }

  private static List<Layer> flowLayers() {
    return List.of(layer("a", 1, 4, 3000), layer("b", 1, 2, 1));
  }

  @Test
  void whatIsNotFiniteHasExploded() {
    Layer infinite = new Layer("a", Activation.RELU, Summaries.infiniteBackward());
    GradientFlow flow = GradientFlow.of(List.of(infinite, layer("b", 1, 1, 1)));
    assertThat(flow.fate()).isEqualTo(Fate.EXPLODES);
    assertThat(flow.sentence()).contains("its norm is not finite");
  }

  @Test
  void aDeadLastLayerLeavesNothing() {
    GradientFlow flow = GradientFlow.of(List.of(layer("a", 0, 0, 0), layer("b", 0, 1, 0)));
    assertThat(flow.fate()).isEqualTo(Fate.VANISHES);
    assertThat(flow.lost()).get().extracting(GradientFlow.Step::name).isEqualTo("b");
    assertThat(flow.sentence()).startsWith("The gradient vanishes at b (1 of 2 from the output)");
  }

  @Test
  void flows() {
    GradientFlow flow = GradientFlow.of(List.of(layer("a", 1, 1, 0.5), layer("b", 1, 2, 2)));
    assertThat(flow.fate()).isEqualTo(Fate.FLOWS);
    assertThat(flow.lost()).isEmpty();
    assertThat(flow.sentence())
        .isEqualTo("The gradient flows: its norm at a is 0.25 of the last layer's.");
  }

  /** Six layers without weights in between: the gradient shrinks by the slopes alone. */
  @Test
  void realGradients() {
    assertThat(through(Activation.SIGMOID).fate()).isEqualTo(Fate.VANISHES);
    assertThat(through(Activation.RELU).fate()).isEqualTo(Fate.FLOWS);
    for (Elementwise operation : Activation.values()) {
      assertThat(through(operation).steps())
          .as(operation.label())
          .allSatisfy(step -> assertThat(step.product()).isLessThanOrEqualTo(step.bound()));
    }
  }

  private static GradientFlow through(Elementwise operation) {
    Random random = new Random(7);
    float[] x = new float[1000];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    float[] dy = new float[x.length];
    Arrays.fill(dy, 1);
    List<Layer> layers = new ArrayList<>();
    try (Hillock hillock = Hillock.open("cpu");
        Statistics stats = hillock.statistics(Watch.tensors())) {
      for (int depth = 6; depth > 0; depth--) {
        hillock.backward(operation, x, dy, dy, stats);
        layers.add(0, new Layer("layer " + depth, operation, stats.summary()));
        stats.reset();
      }
    }
    return GradientFlow.of(layers);
  }

  @Test
  void refuseWhatCannotBeMeant() {
    assertThatThrownBy(() -> new Layer("a", Activation.RELU, Summaries.finite(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("summary of \"a\" was gathered forward; expected backward");
    assertThatThrownBy(() -> GradientFlow.of(List.of()))
        .hasMessage("layers are none; expected at least 1");
    assertThatThrownBy(() -> GradientFlow.of(flowLayers(), 1, 2))
        .hasMessage("vanished is 1.0; expected a number between 0 and 1");
    assertThatThrownBy(() -> GradientFlow.of(flowLayers(), 0.1, Double.NaN))
        .hasMessage("exploded is NaN; expected more than 1");
  }
}
