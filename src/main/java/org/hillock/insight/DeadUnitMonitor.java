package org.hillock.insight;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hillock.insight.LayerUnits.Measure;
import org.hillock.op.Elementwise;

/**
 * Tells which units of a network are dead: over a set of batches, apart from those that are merely
 * zero in the last one. The caller {@linkplain #observe observes} each layer once for each batch,
 * with statistics per unit that hold this batch alone:
 *
 * <pre>{@code
 * hillock.forward(operation, x, bias, y, stats);
 * monitor.observe("layer 1", operation, stats.units());
 * stats.reset();
 * }</pre>
 *
 * <p>Which measure tells that a unit is dead follows from the activation itself ({@link
 * LayerUnits.Measure}). For use by one thread at a time.
 */
public final class DeadUnitMonitor {

  private final Map<String, Layer> layers = new LinkedHashMap<>();

  /** To find one takes hundreds of thousands of slopes. */
  private final Map<Elementwise, Measure> measures = new HashMap<>();

  /** Nothing seen yet. */
  public DeadUnitMonitor() {}

  /**
   * Adds a batch of a layer to what was seen before.
   *
   * @param layer the layer's name
   * @param operation its activation, the same in each batch
   * @param units what forward statistics gathered of each of its units in this batch
   * @throws IllegalArgumentException when there are no units, other ones than before, or such as
   *     gathered nothing, or backward; or the activation is another than before
   */
  public void observe(String layer, Elementwise operation, List<Summary> units) {
    Objects.requireNonNull(layer, "layer");
    Objects.requireNonNull(operation, "operation");
    check(layer, units);
    Layer seen = layers.get(layer);
    if (seen == null) {
      seen = new Layer(operation, measure(operation), units.size());
    }
    seen.checkSame(layer, operation, units.size());
    seen.add(units);
    layers.put(layer, seen);
  }

  private Measure measure(Elementwise operation) {
    return measures.computeIfAbsent(
        operation, some -> Slope.silent(some) ? Measure.ZEROS : Measure.SATURATION);
  }

  private static void check(String layer, List<Summary> units) {
    if (units.isEmpty()) {
      throw new IllegalArgumentException(
          "units of \"%s\" are none; expected those of statistics per unit".formatted(layer));
    }
    for (Summary unit : units) {
      if (unit.count() == 0) {
        throw new IllegalArgumentException(
            "units of \"%s\" gathered nothing; expected those of a batch".formatted(layer));
      }
      if (unit.gradients() != null) {
        throw new IllegalArgumentException(
            "units of \"%s\" were gathered backward; expected forward".formatted(layer));
      }
    }
  }

  /**
   * What was seen so far.
   *
   * @return a record for each layer, in the order in which they were first observed
   */
  public List<LayerUnits> report() {
    List<LayerUnits> report = new ArrayList<>();
    layers.forEach((name, layer) -> report.add(layer.report(name)));
    return List.copyOf(report);
  }

  /** Forgets all that was seen. */
  public void reset() {
    layers.clear();
  }

  private static final class Layer {

    private final Elementwise operation;
    private final Measure measure;
    private final int units;
    private final BitSet fired = new BitSet();
    private final BitSet unsaturated = new BitSet();
    private final BitSet firedLast = new BitSet();
    private long batches;

    Layer(Elementwise operation, Measure measure, int units) {
      this.operation = operation;
      this.measure = measure;
      this.units = units;
    }

    void checkSame(String layer, Elementwise next, int count) {
      if (count != units) {
        throw new IllegalArgumentException(
            "units of \"%s\" are %d; expected %d as before".formatted(layer, count, units));
      }
      if (next.activation() != operation.activation()
          || next.parameter() != operation.parameter()) {
        throw new IllegalArgumentException(
            "operation of \"%s\" is %s; expected %s as before"
                .formatted(layer, next.label(), operation.label()));
      }
    }

    void add(List<Summary> batch) {
      for (int unit = 0; unit < units; unit++) {
        Summary summary = batch.get(unit);
        firedLast.set(unit, summary.fired());
        if (summary.saturated() < summary.count()) {
          unsaturated.set(unit);
        }
      }
      fired.or(firedLast);
      batches++;
    }

    LayerUnits report(String name) {
      BitSet resting = (BitSet) fired.clone();
      resting.andNot(firedLast);
      return new LayerUnits(
          name,
          operation,
          measure,
          units,
          batches,
          without(fired),
          resting.stream().boxed().toList(),
          without(unsaturated));
    }

    private List<Integer> without(BitSet some) {
      BitSet others = (BitSet) some.clone();
      others.flip(0, units);
      return others.stream().boxed().toList();
    }
  }
}
