package org.hillock.bench.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.ejml.data.FMatrixRMaj;
import org.hillock.Hillock;
import org.hillock.op.Activation;
import org.hillock.op.Elementwise;
import org.hillock.op.Softmax;

/** Dense layers of one activation, and an output layer without one; softmax and cross-entropy. */
final class Network implements AutoCloseable {

  /** No activation: what a slope of 1 makes of the leaky one. */
  static final Elementwise IDENTITY = Activation.LEAKY_RELU.with(1);

  private static final Softmax LOG_SOFTMAX = Softmax.overAxis(-1).log();

  private final Hillock hillock;
  private final int features;
  private final List<Layer> layers = new ArrayList<>();

  /**
   * A network that has learned nothing.
   *
   * @param sizes the features, the units of each hidden layer, the classes
   * @param seed of its weights
   */
  Network(Hillock hillock, Elementwise operation, List<Integer> sizes, long seed) {
    this.hillock = hillock;
    features = sizes.get(0);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 1; i < sizes.size(); i++) {
      Elementwise own = i == sizes.size() - 1 ? IDENTITY : operation;
      layers.add(new Layer(hillock, own, sizes.get(i - 1), sizes.get(i), random));
    }
  }

  List<Layer> layers() {
    return layers;
  }

  int features() {
    return features;
  }

  /** Computes the logarithms of the probabilities of the pass's x, a row for each sample. */
  float[] forward(Pass pass) {
    FMatrixRMaj x = pass.x();
    for (int i = 0; i < layers.size(); i++) {
      Slot slot = pass.slots().get(i);
      layers.get(i).forward(x, slot);
      x = slot.host();
    }
    Slot last = pass.last();
    hillock.forward(LOG_SOFTMAX, last.y(), last.y());
    last.y().download(last.host().data);
    return last.host().data;
  }

  /** Takes a step down the gradient of the mean cross-entropy of the pass's x: plain SGD. */
  void learn(Pass pass, int[] labels, float rate) {
    forward(pass);
    float[] gradient = new float[pass.last().host().data.length];
    int classes = gradient.length / labels.length;
    for (int i = 0; i < labels.length; i++) {
      gradient[i * classes + labels[i]] = -1f / labels.length;
    }
    Slot last = pass.last();
    last.dy().upload(gradient);
    hillock.backward(LOG_SOFTMAX, last.y(), last.dy(), last.dy());
    for (int i = layers.size() - 1; i > 0; i--) {
      Slot below = pass.slots().get(i - 1);
      // Once the weights have their gradient, the layer's input makes place for its own.
      layers.get(i).backward(below.host(), pass.slots().get(i), true);
      below.dy().upload(below.host().data);
    }
    layers.get(0).backward(pass.x(), pass.slots().get(0), false);
    step(rate);
  }

  /** A longer gradient is cut to length 1, so that a rate too high does not end in infinity. */
  private void step(float rate) {
    double norm = Math.sqrt(layers.stream().mapToDouble(Layer::squares).sum());
    float own = (float) (norm > 1 ? rate / norm : rate);
    layers.forEach(layer -> layer.step(own));
  }

  @Override
  public void close() {
    layers.forEach(Layer::close);
  }
}
