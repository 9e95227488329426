package org.hillock.bench.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hillock.Hillock;
import org.hillock.backend.Statistics;
import org.hillock.bench.experiment.Pass.Watched;
import org.hillock.insight.DeadUnitMonitor;
import org.hillock.insight.GradientFlow;
import org.hillock.insight.LayerUnits;
import org.hillock.insight.NonFiniteTrace;
import org.hillock.insight.Summary;

/** One trial, from the first weights to the verdict. */
final class Training implements AutoCloseable {

  /** The samples of a batch. */
  static final int BATCH = 48;

  private static final long SEED = 42;

  private final Trial trial;
  private final Network network;
  private final Pass learning;
  private final Pass looking;
  private final Pass testing;
  private final List<Epoch> epochs = new ArrayList<>();
  private final DeadUnitMonitor monitor = new DeadUnitMonitor();

  private Training(Hillock hillock, Trial trial) {
    this.trial = trial;
    network = new Network(hillock, trial.operation(), trial.sizes(), SEED);
    learning = Pass.of(hillock, network, BATCH, Watched.LAYERS);
    looking = Pass.of(hillock, network, BATCH, Watched.UNITS);
    testing = Pass.of(hillock, network, trial.data().test().size(), Watched.LAYERS);
  }

  /** Trains a network, until its loss is not finite any more or all epochs are over. */
  static Outcome run(Hillock hillock, Trial trial) {
    try (Training training = new Training(hillock, trial)) {
      return training.run();
    }
  }

  private Outcome run() {
    SplittableRandom random = new SplittableRandom(SEED);
    do {
      learning.slots().forEach(slot -> slot.backward().reset());
      learn(random);
      epochs.add(look());
    } while (epochs.size() < trial.epochs() && epochs.get(epochs.size() - 1).loss() != null);
    GradientFlow flow = flow();
    Epoch last = epochs.get(epochs.size() - 1);
    List<LayerUnits> units = monitor.report();
    Verdict verdict =
        new Verdict(trial.data().classes(), epochs.size(), last, units, flow, notFinite());
    return new Outcome(
        trial.name(),
        trial.activation(),
        trial.data().name(),
        trial.sizes(),
        trial.learningRate(),
        List.copyOf(epochs),
        units.stream().mapToInt(LayerUnits::units).sum(),
        units.stream().mapToInt(layer -> layer.dead().size()).sum(),
        flow.fate(),
        verdict.ending(),
        verdict.sentence());
  }

  private void learn(SplittableRandom random) {
    Data.Part data = trial.data().train();
    int[] order = order(data.size(), random);
    int[] labels = new int[BATCH];
    for (int from = 0; from + BATCH <= order.length; from += BATCH) {
      for (int i = 0; i < BATCH; i++) {
        labels[i] = fill(learning, i, data, order[from + i]);
      }
      network.learn(learning, labels, trial.learningRate());
    }
  }

  private static int[] order(int size, SplittableRandom random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }

  /** Copies a sample into a row of a pass, and gives its label. */
  private static int fill(Pass pass, int row, Data.Part data, int sample) {
    int features = pass.x().numCols;
    System.arraycopy(data.x(), sample * features, pass.x().data, row * features, features);
    return data.labels()[sample];
  }

  private Epoch look() {
    monitor.reset();
    double[] saturated = new double[hidden()];
    Score train = new Score();
    Data.Part data = trial.data().train();
    int batches = data.size() / BATCH;
    for (int from = 0; from + BATCH <= data.size(); from += BATCH) {
      score(looking, data, from, train);
      for (int layer = 0; layer < hidden(); layer++) {
        Statistics stats = looking.slots().get(layer).forward();
        monitor.observe(name(layer), trial.operation(), stats.units());
        saturated[layer] += stats.summary().saturatedShare() / batches;
        stats.reset();
      }
    }
    Score test = new Score();
    score(testing, trial.data().test(), 0, test);
    return new Epoch(
        train.loss(),
        train.accuracy(),
        test.accuracy(),
        monitor.report().stream().map(LayerUnits::deadShare).toList(),
        Arrays.stream(saturated).boxed().toList(),
        gradients().map(gradient -> gradient.normOut() / Math.sqrt(batches)).toList());
  }

  private void score(Pass pass, Data.Part data, int from, Score score) {
    int[] labels = new int[pass.rows()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = fill(pass, i, data, from + i);
    }
    score.add(network.forward(pass), labels);
  }

  private Stream<Summary.Gradients> gradients() {
    return IntStream.range(0, hidden())
        .mapToObj(layer -> Objects.requireNonNull(backward(layer).gradients()));
  }

  private Summary backward(int layer) {
    return learning.slots().get(layer).backward().summary();
  }

  private GradientFlow flow() {
    return GradientFlow.of(
        IntStream.range(0, hidden())
            .mapToObj(i -> new GradientFlow.Layer(name(i), trial.operation(), backward(i)))
            .toList());
  }

  /** Where NaN and infinities came from: while it learned, or with the weights of the end. */
  private String notFinite() {
    NonFiniteTrace trace = trace(learning);
    boolean found = trace.maker().isPresent() || trace.entry().isPresent();
    return (found ? trace : trace(testing)).sentence();
  }

  private NonFiniteTrace trace(Pass pass) {
    NonFiniteTrace trace = new NonFiniteTrace();
    for (int layer = 0; layer < pass.slots().size(); layer++) {
      trace.add(name(layer), pass.slots().get(layer).forward().summary());
    }
    return trace;
  }

  private int hidden() {
    return trial.hidden().size();
  }

  private String name(int layer) {
    return layer == hidden() ? "the output layer" : "layer " + (layer + 1);
  }

  @Override
  public void close() {
    learning.close();
    looking.close();
    testing.close();
    network.close();
  }
}
