package org.hillock.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.hillock.op.Direction;

/**
 * The geometric mean of a library's ratios over a group of cells.
 *
 * @param group activations or softmaxes, forward or backward
 * @param peer which library
 * @param ratio its times by ours
 * @param cells how many have a ratio
 */
public record Means(String group, String peer, double ratio, int cells) {

  /**
   * The means of every library but ours in every group that it has cells of.
   *
   * @param cells what became of the tasks
   * @return the means, group by group
   */
  public static List<Means> of(List<Cell> cells) {
    List<Means> means = new ArrayList<>();
    for (boolean softmax : new boolean[] {false, true}) {
      for (Direction direction : Direction.values()) {
        List<Cell> group =
            cells.stream()
                .filter(cell -> !cell.op().equals(Task.COPY))
                .filter(cell -> cell.op().endsWith("SOFTMAX") == softmax)
                .filter(cell -> cell.direction() == direction)
                .toList();
        String name =
            (softmax ? "softmaxes " : "activations ")
                + (direction == Direction.FORWARD ? "forward" : "backward");
        for (Peer peer : Peer.values()) {
          List<Double> ratios = peer == Peer.HILLOCK ? List.of() : ratios(group, peer);
          geometric(ratios)
              .ifPresent(mean -> means.add(new Means(name, peer.id(), mean, ratios.size())));
        }
      }
    }
    return means;
  }

  private static List<Double> ratios(List<Cell> cells, Peer peer) {
    List<Double> ratios = new ArrayList<>();
    for (Cell cell : cells) {
      for (Outcome outcome : cell.outcomes()) {
        if (outcome.peer().equals(peer.id()) && outcome.ratio() != null) {
          ratios.add(outcome.ratio());
        }
      }
    }
    return ratios;
  }

  private static OptionalDouble geometric(List<Double> ratios) {
    OptionalDouble logarithm = ratios.stream().mapToDouble(Math::log).average();
    return logarithm.isPresent()
        ? OptionalDouble.of(Math.exp(logarithm.getAsDouble()))
        : OptionalDouble.empty();
  }
}
