package org.hillock.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.hillock.op.Direction;
import org.junit.jupiter.api.Test;

class MeansTest {

  private static Cell cell(String op, Direction direction, Outcome... outcomes) {
    return new Cell(op, direction, "10", Cell.Ceiling.of(1, 2), List.of(outcomes));
  }

  private static Outcome ratio(Peer peer, double ratio) {
    return new Outcome(peer.id(), ratio, 1.0, ratio, ResultPlace.PREALLOCATED, null, null);
  }

  @Test
  void groupsAreTakenApartAndWhatIsMissingLeftOut() {
    Outcome ours = ratio(Peer.HILLOCK, 1);
    Outcome none = Outcome.none(Peer.PYTORCH, "no such thing");
    List<Means> means =
        Means.of(
            List.of(
                cell(Task.COPY, Direction.FORWARD, ours, ratio(Peer.PYTORCH, 100)),
                cell("A", Direction.FORWARD, ours, ratio(Peer.PYTORCH, 2)),
                cell("B", Direction.FORWARD, ours, ratio(Peer.PYTORCH, 8)),
                cell("C", Direction.FORWARD, ours, none),
                cell("LOG_SOFTMAX", Direction.BACKWARD, ours, ratio(Peer.ND4J, 3))));
    assertThat(means).hasSize(2);
    assertThat(means.get(0).group()).isEqualTo("activations forward");
    assertThat(means.get(0).peer()).isEqualTo("pytorch");
    assertThat(means.get(0).ratio()).isCloseTo(4, within(1e-12));
    assertThat(means.get(0).cells()).isEqualTo(2);
    assertThat(means.get(1).group()).isEqualTo("softmaxes backward");
    assertThat(means.get(1).ratio()).isCloseTo(3, within(1e-12));
  }

  @Test
  void theLimitIsTheLongerOfTheTwo() {
    assertThat(Cell.Ceiling.of(1, 2).limit()).isEqualTo("arithmetic");
    assertThat(Cell.Ceiling.of(2, 1).limit()).isEqualTo("copy");
    assertThat(Cell.Ceiling.of(2, 1).millis()).isEqualTo(2);
  }
}
