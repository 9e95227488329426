package org.hillock.bench.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.hillock.insight.GradientFlow.Fate;

/** What the trials show, taken from their figures alone: what they do not show is not said. */
public final class Conclusions {

  private Conclusions() {}

  /**
   * Draws the conclusions.
   *
   * @param outcomes of all trials
   * @return sentences; none when nothing follows
   */
  public static List<String> of(List<Outcome> outcomes) {
    List<String> said = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      List<Outcome> others = outcomes.stream().filter(o -> comparable(o, outcome)).toList();
      if (isLinear(outcome) && others.stream().anyMatch(Conclusions::learns)) {
        said.add(linear(outcome, best(outcomes, outcome.data())));
      }
      if (outcome.gradient() == Fate.VANISHES) {
        said.add(vanished(outcome, others));
      }
      if (isDead(outcome)) {
        said.add(dead(outcome, others));
      }
    }
    return said;
  }

  /** All but the activation is the same, the first weights too. */
  private static boolean comparable(Outcome a, Outcome b) {
    return !a.activation().equals(b.activation())
        && a.data().equals(b.data())
        && a.layers().equals(b.layers())
        && a.learningRate() == b.learningRate();
  }

  private static boolean learns(Outcome outcome) {
    return outcome.ending() == Ending.LEARNS;
  }

  /** Where the rate is no reason, a stack of layers without an activation fails as it is linear. */
  private static boolean isLinear(Outcome outcome) {
    return outcome.activation().equals(Experiment.NONE)
        && outcome.data().equals(Spirals.NAME)
        && !learns(outcome);
  }

  private static boolean isDead(Outcome outcome) {
    return outcome.ending() == Ending.STUCK && 4 * outcome.deadUnits() >= outcome.units();
  }

  private static String linear(Outcome none, List<Outcome> others) {
    return String.format(
        Locale.ROOT,
        "Without an activation %d layers are one linear map: it tells %.2f of the test data of %s"
            + " right; the best with one: %s.",
        none.layers().size() - 1,
        none.last().testAccuracy(),
        none.data(),
        list(others, o -> true));
  }

  /** The best network on some data with each activation. */
  private static List<Outcome> best(List<Outcome> outcomes, String data) {
    Map<String, Outcome> best = new LinkedHashMap<>();
    for (Outcome outcome : outcomes) {
      if (outcome.data().equals(data) && !outcome.activation().equals(Experiment.NONE)) {
        best.merge(
            outcome.activation(),
            outcome,
            (a, b) -> a.last().testAccuracy() >= b.last().testAccuracy() ? a : b);
      }
    }
    return List.copyOf(best.values());
  }

  private static String vanished(Outcome outcome, List<Outcome> others) {
    return "%s: %s The same layers with others, accuracy on the test data: %s."
        .formatted(
            outcome.name(), outcome.verdict(), list(others, o -> o.ending() != Ending.STUCK));
  }

  private static String dead(Outcome outcome, List<Outcome> others) {
    return "%s: %d of %d units are dead. %s At the same rate, accuracy on the test data: %s."
        .formatted(
            outcome.name(),
            outcome.deadUnits(),
            outcome.units(),
            outcome.verdict(),
            list(others, o -> o.ending() != Ending.STUCK && o.ending() != Ending.DIVERGED));
  }

  private static String list(List<Outcome> outcomes, Predicate<Outcome> which) {
    String list =
        outcomes.stream()
            .filter(which)
            .map(
                o -> String.format(Locale.ROOT, "%s %.2f", o.activation(), o.last().testAccuracy()))
            .collect(Collectors.joining(", "));
    return list.isEmpty() ? "none learns" : list;
  }
}
