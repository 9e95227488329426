package org.hillock.bench.experiment;

import java.util.ArrayList;
import java.util.List;
import org.ejml.data.FMatrixRMaj;
import org.hillock.Hillock;
import org.hillock.insight.Watch;

/**
 * What a network needs for batches of one size and to one end, statistics included.
 *
 * @param x the input
 * @param slots one for each layer, the output layer's last
 */
record Pass(FMatrixRMaj x, List<Slot> slots) implements AutoCloseable {

  /** Of what statistics are gathered forward. */
  enum Watched {
    /** Whole layers: where NaN comes from. */
    LAYERS,
    /** Each unit: which are dead. */
    UNITS
  }

  static Pass of(Hillock hillock, Network network, int rows, Watched watched) {
    List<Slot> slots = new ArrayList<>();
    for (Layer layer : network.layers()) {
      Watch watch = Watch.tensors();
      Watch forward = watched == Watched.UNITS ? watch.perUnit(layer.units()) : watch;
      slots.add(Slot.of(hillock, rows, layer.units(), forward, watch));
    }
    return new Pass(new FMatrixRMaj(rows, network.features()), List.copyOf(slots));
  }

  int rows() {
    return x.numRows;
  }

  Slot last() {
    return slots.get(slots.size() - 1);
  }

  @Override
  public void close() {
    slots.forEach(Slot::close);
  }
}
