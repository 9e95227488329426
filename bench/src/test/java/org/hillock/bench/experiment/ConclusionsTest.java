package org.hillock.bench.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hillock.insight.GradientFlow.Fate;
import org.junit.jupiter.api.Test;

class ConclusionsTest {

  private static Outcome outcome(
      String activation, String data, float rate, int dead, Fate fate, Ending ending) {
    Epoch epoch = new Epoch(1.0, 0.5, 0.25, List.of(0.0), List.of(0.0), List.of(1.0));
    return new Outcome(
        data + "/" + activation,
        activation,
        data,
        List.of(2, 8, 2),
        rate,
        List.of(epoch),
        8,
        dead,
        fate,
        ending,
        "VERDICT.");
  }

  private static Outcome good(String activation, String data, float rate) {
    return outcome(activation, data, rate, 0, Fate.FLOWS, Ending.LEARNS);
  }

  @Test
  void nothingFollowsFromWhatWorks() {
    assertThat(Conclusions.of(List.of(good("a", "spirals", 1), good("none", "spirals", 1))))
        .isEmpty();
  }

  @Test
  void aLinearStackIsSaidToBeOne() {
    Outcome linear = outcome("none", "spirals", 1, 0, Fate.FLOWS, Ending.STUCK);
    assertThat(Conclusions.of(List.of(good("a", "spirals", 1), linear)))
        .containsExactly(
            "Without an activation 2 layers are one linear map: it tells 0.25 of the test data of"
                + " spirals right; the best with one: a 0.25.");
    assertThat(Conclusions.of(List.of(good("a", "spirals", 2), linear))).isEmpty();
    Outcome bad = outcome("a", "spirals", 1, 0, Fate.FLOWS, Ending.STUCK);
    assertThat(Conclusions.of(List.of(bad, linear))).isEmpty();
  }

  @Test
  void aVanishedGradientIsSaid() {
    Outcome vanished = outcome("a", "digits", 1, 0, Fate.VANISHES, Ending.STUCK);
    assertThat(Conclusions.of(List.of(vanished, good("b", "digits", 1))))
        .containsExactly(
            "digits/a: VERDICT. The same layers with others, accuracy on the test data: b 0.25.");
  }

  @Test
  void deadUnitsAreSaidWithWhatCuresThem() {
    Outcome dead = outcome("a", "digits", 1, 2, Fate.FLOWS, Ending.STUCK);
    Outcome stuck = outcome("c", "digits", 1, 1, Fate.FLOWS, Ending.STUCK);
    assertThat(Conclusions.of(List.of(dead, good("b", "digits", 1), stuck)))
        .containsExactly(
            "digits/a: 2 of 8 units are dead. VERDICT. At the same rate, accuracy on the test"
                + " data: b 0.25.");
    assertThat(Conclusions.of(List.of(dead)).get(0)).endsWith(": none learns.");
  }
}
