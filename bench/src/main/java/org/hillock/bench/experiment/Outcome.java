package org.hillock.bench.experiment;

import java.util.List;
import org.hillock.insight.GradientFlow.Fate;

/**
 * What became of a trial.
 *
 * @param name which one
 * @param activation of the hidden layers
 * @param data what was learned
 * @param layers the features, the units of each hidden layer, the classes
 * @param learningRate the step of gradient descent
 * @param epochs the network after each
 * @param units how many units the hidden layers have
 * @param deadUnits how many of them are dead in the end
 * @param gradient what became of the gradient in the last epoch
 * @param ending how it ended
 * @param verdict what the library's monitors say
 */
public record Outcome(
    String name,
    String activation,
    String data,
    List<Integer> layers,
    float learningRate,
    List<Epoch> epochs,
    int units,
    int deadUnits,
    Fate gradient,
    Ending ending,
    String verdict) {

  /** The network in the end. */
  public Epoch last() {
    return epochs.get(epochs.size() - 1);
  }
}
