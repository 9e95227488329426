package org.hillock.bench.experiment;

import java.util.List;
import java.util.stream.Stream;
import org.hillock.op.Elementwise;

/**
 * A network and how it is trained.
 *
 * @param operation the activation of its hidden layers
 * @param activation the activation's name, for people
 * @param data what it learns
 * @param hidden how many units each hidden layer has
 * @param learningRate the step of gradient descent
 * @param epochs how often it sees all of the training data
 */
public record Trial(
    Elementwise operation,
    String activation,
    Data data,
    List<Integer> hidden,
    float learningRate,
    int epochs) {

  String name() {
    return "%s, %s, %d hidden layers, rate %s"
        .formatted(data.name(), activation, hidden.size(), learningRate);
  }

  /** The features, the hidden units, the classes. */
  List<Integer> sizes() {
    return Stream.of(List.of(data.features()), hidden, List.of(data.classes()))
        .flatMap(List::stream)
        .toList();
  }
}
