package org.hillock.bench.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.hillock.insight.GradientFlow;
import org.hillock.insight.GradientFlow.Fate;
import org.hillock.insight.LayerUnits;

/**
 * What there is to say of a trial: how it ended, and what the library's monitors make of it.
 *
 * @param classes of the data
 * @param epochs how many there were
 * @param last the last of them
 * @param units of the hidden layers, in the end
 * @param flow of the last epoch's gradient
 * @param notFinite what is known of NaN and infinities
 */
record Verdict(
    int classes,
    int epochs,
    Epoch last,
    List<LayerUnits> units,
    GradientFlow flow,
    String notFinite) {

  /** A network that tells so much of the training data right has learned. */
  private static final double LEARNED = 0.9;

  /** A loss above this share of what guessing costs is that of a network that learns nothing. */
  private static final double STUCK = 0.9;

  Ending ending() {
    Double loss = last.loss();
    if (loss == null) {
      return Ending.DIVERGED;
    }
    if (last.trainAccuracy() >= LEARNED) {
      return Ending.LEARNS;
    }
    return loss >= STUCK * guessing() ? Ending.STUCK : Ending.LEARNS_IN_PART;
  }

  /** The mean cross-entropy of one who knows nothing. */
  private double guessing() {
    return Math.log(classes);
  }

  String sentence() {
    List<String> said = new ArrayList<>();
    if (last.loss() == null) {
      said.add("Diverged in epoch %d: %s".formatted(epochs, notFinite));
    } else {
      said.add(
          String.format(
              Locale.ROOT,
              "It %s: loss %.2f where guessing has %.2f.",
              ending() == Ending.STUCK ? "is stuck" : ending().words(),
              last.loss(),
              guessing()));
      units.stream()
          .max(Comparator.comparingDouble(LayerUnits::deadShare))
          .filter(layer -> !layer.dead().isEmpty())
          .ifPresent(layer -> said.add("Most dead, " + layer + "."));
    }
    if (flow.fate() != Fate.FLOWS) {
      said.add(flow.sentence());
    }
    return String.join(" ", said);
  }
}
