package org.hillock.example;

import java.util.List;
import org.hillock.Hillock;
import org.hillock.backend.Statistics;
import org.hillock.backend.Tensor;
import org.hillock.insight.DeadUnitMonitor;
import org.hillock.insight.LayerUnits;
import org.hillock.insight.Watch;
import org.hillock.op.Activation;
import org.hillock.op.Elementwise;
import org.hillock.op.Shape;

/**
 * A dead layer found and cured: its units are watched while batches pass, and if some never fired,
 * it goes on with an activation whose slope is never 0.
 */
public final class DeadUnits {

  private DeadUnits() {}

  /**
   * Watches a layer {@code y = activation(x + bias)}.
   *
   * @param hillock what computes
   * @param activation the layer's
   * @param batches what reaches it, each of shape rows x units
   * @param bias one number for each unit
   * @return which units are dead
   */
  public static LayerUnits watch(
      Hillock hillock, Elementwise activation, List<float[]> batches, float[] bias) {
    int units = bias.length;
    Shape shape = Shape.of(batches.get(0).length / units, units);
    try (Tensor x = hillock.tensor(shape);
        Tensor b = hillock.tensor(Shape.of(units), bias);
        Statistics stats = hillock.statistics(Watch.tensors().perUnit(units))) {
      DeadUnitMonitor monitor = new DeadUnitMonitor();
      for (float[] batch : batches) {
        hillock.forward(activation, x.upload(batch), b, x, stats);
        monitor.observe("hidden", activation, stats.units());
        stats.reset();
      }
      return monitor.report().get(0);
    }
  }

  /**
   * What to train a layer with from now on.
   *
   * @param layer what was found of it
   * @return its own activation while all units live
   */
  public static Elementwise cure(LayerUnits layer) {
    return layer.dead().isEmpty() ? layer.operation() : Activation.LEAKY_RELU;
  }
}
