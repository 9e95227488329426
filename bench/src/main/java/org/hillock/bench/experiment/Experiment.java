package org.hillock.bench.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hillock.Hillock;
import org.hillock.backend.Device;
import org.hillock.op.Activation;
import org.hillock.op.Elementwise;

/**
 * The trials: every activation, and none, on the same networks from the same first weights.
 *
 * @param trials what is trained
 */
public record Experiment(List<Trial> trials) {

  /** What stacks of layers without an activation are called. */
  public static final String NONE = "none";

  /** A rate at which each network that can learn does. */
  private static final float SENSIBLE = 0.1f;

  /** A rate at which units are thrown where they do not come back from. */
  private static final float TOO_HIGH = 2;

  private static final int UNITS = 32;
  private static final int SHALLOW = 4;
  private static final int DEEP = 10;

  /** All of it: some minutes of one core. */
  public static Experiment full() {
    Data digits = Digits.read();
    Data spirals = Spirals.make(480, 480);
    List<Trial> trials = new ArrayList<>();
    sweep(trials, digits, SHALLOW, SENSIBLE, 10);
    sweep(trials, digits, SHALLOW, TOO_HIGH, 10);
    sweep(trials, digits, DEEP, SENSIBLE, 10);
    sweep(trials, spirals, 2, 1, 100);
    // In two layers its gradient is too small to get anywhere; in one, with large steps, it
    // arrives.
    Elementwise slow = Activation.SIGMOID;
    trials.add(new Trial(slow, slow.label(), spirals, List.of(UNITS), 8, 200));
    return new Experiment(List.copyOf(trials));
  }

  /** Enough to see that it works: too few epochs to learn much. */
  public static Experiment quick() {
    List<Trial> trials = new ArrayList<>();
    sweep(trials, Digits.read(), SHALLOW, SENSIBLE, 1);
    sweep(trials, Spirals.make(96, 96), 2, 0.3f, 2);
    return new Experiment(List.copyOf(trials));
  }

  private static void sweep(List<Trial> trials, Data data, int depth, float rate, int epochs) {
    List<Integer> hidden = Collections.nCopies(depth, UNITS);
    for (Activation activation : Activation.values()) {
      trials.add(new Trial(activation, activation.label(), data, hidden, rate, epochs));
    }
    trials.add(new Trial(Network.IDENTITY, NONE, data, hidden, rate, epochs));
  }

  /**
   * Trains them all; on the CPU implementation as many at a time as there are processors, each of
   * them on one.
   *
   * @param hillock what computes
   * @param done told after each trial
   * @return what became of each, in order; the same bits on every device
   */
  public List<Outcome> run(Hillock hillock, Runnable done) {
    boolean cpu = hillock.device().type() == Device.Type.JAVA;
    int workers = cpu ? Runtime.getRuntime().availableProcessors() : 1;
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    try {
      List<Future<Outcome>> futures = new ArrayList<>();
      for (Trial trial : trials) {
        futures.add(pool.submit(() -> train(hillock, trial, done)));
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<Outcome> future : futures) {
        outcomes.add(result(future));
      }
      return outcomes;
    } finally {
      pool.shutdownNow();
    }
  }

  private static Outcome train(Hillock hillock, Trial trial, Runnable done) {
    Outcome outcome = Training.run(hillock, trial);
    done.run();
    return outcome;
  }

  private static Outcome result(Future<Outcome> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a network was trained", e);
    }
  }
}
