package org.hillock.bench.peers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hillock.bench.accuracy.Arithmetic;
import org.hillock.op.Direction;

/**
 * Runs libraries side by side: one timed run of each in turn, round after round, so that a machine
 * that slows down slows all of them. Only one of the processes works at a time.
 */
public final class Contest implements AutoCloseable {

  private static final int LEAST_ROUNDS = 3;

  /** A task that takes longer than this gets fewer rounds. */
  private static final double MOST_NANOS = 6e9;

  /** The threads of the one before go on spinning for a while after their work is done. */
  private static final long PAUSE_MILLIS = 5;

  private static final int RATE_ELEMENTS = 1 << 24;

  private final List<Participant> participants = new ArrayList<>();

  /** One more process of ours, which copies: what the machine can do, in turn with the others. */
  private final Participant copier;

  private final int rounds;
  private final double operationsPerMilli;

  /**
   * Starts the libraries.
   *
   * @param peers which, ours first
   * @param drivers theirs, built
   * @param threads how many threads each may compute with
   * @param rounds how many runs of each are timed
   * @throws PeerException when our own library does not start
   */
  public Contest(List<Peer> peers, Drivers drivers, int threads, int rounds) throws PeerException {
    this.rounds = rounds;
    copier = Participant.start(Peer.HILLOCK, drivers, threads);
    try {
      for (Peer peer : peers) {
        participants.add(Participant.start(peer, drivers, threads));
      }
      copier.prepare(new Task(Task.MULTIPLY_ADD, Direction.FORWARD, 1, RATE_ELEMENTS), false);
      race(List.of(copier));
      mustTakePart(copier);
      // The best run, not the median: of what the machine can do at most.
      operationsPerMilli = (double) Ceilings.MULTIPLY_ADDS * RATE_ELEMENTS / copier.bestMillis();
    } catch (PeerException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * What each library says it is, or why it does not run.
   *
   * @return id and version, ours first
   */
  public Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    participants.forEach(p -> versions.put(p.peer().id(), p.version()));
    return versions;
  }

  /**
   * The rate of arithmetic that the estimates assume.
   *
   * @return 10^9 multiply-adds of floats a second, by all threads together
   */
  public double gigaOperations() {
    return operationsPerMilli / 1e6;
  }

  /**
   * Runs a task on all of them.
   *
   * @param task what to compute, {@link Task#COPY} included
   * @return how each did
   * @throws PeerException when our own library fails
   */
  public Cell run(Task task) throws PeerException {
    boolean isCopy = task.op().equals(Task.COPY);
    copier.prepare(new Task(Task.COPY, Direction.FORWARD, 1, task.elements()), false);
    participants.forEach(participant -> participant.prepare(task, !isCopy));
    List<Participant> all = new ArrayList<>(participants);
    all.add(copier);
    race(all);
    mustTakePart(copier);
    mustTakePart(ours());
    double ours = ours().medianMillis();
    return new Cell(
        task.op(),
        task.direction(),
        task.shape().toString(),
        Cell.Ceiling.of(copyMillis(task), isCopy ? 0 : arithmeticMillis(task)),
        participants.stream().map(p -> p.outcome(task, ours)).toList());
  }

  /** Times what each has prepared. */
  private void race(List<Participant> all) {
    all.forEach(Participant::warmUp);
    rounds(all, rounds);
    all.forEach(Participant::release);
  }

  /** Without ours there is nothing to compare with. */
  private static void mustTakePart(Participant participant) throws PeerException {
    if (!participant.takesPart()) {
      throw new PeerException("hillock: " + participant.why());
    }
  }

  private static void rounds(List<Participant> all, int rounds) {
    double nanos = 0;
    for (int round = 0; round < rounds && (round < LEAST_ROUNDS || nanos < MOST_NANOS); round++) {
      for (Participant participant : all) {
        if (participant.takesPart()) {
          pause();
          nanos += 2.0 * participant.run();
        }
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Participant ours() {
    return participants.get(0);
  }

  /** By the copy of as many elements; backward moves half as many bytes again. */
  private double copyMillis(Task task) {
    return copier.medianMillis() * task.bytes() / (2.0 * Float.BYTES * task.elements());
  }

  private double arithmeticMillis(Task task) {
    int operations =
        task.activation().isPresent()
            ? Arithmetic.operations(task.activation().get(), task.direction())
            : softmaxOperations(task);
    return (double) operations * task.elements() / operationsPerMilli;
  }

  /** The maps of an element, and the addition to the row's sum. */
  private static int softmaxOperations(Task task) {
    boolean logarithmic = task.op().startsWith("LOG");
    String maps = "softmax_maps.softmax_";
    if (task.isBackward()) {
      return 1 + Arithmetic.operations(maps + (logarithmic ? "log_slope" : "slope"));
    }
    return 1
        + Arithmetic.operations(maps + "exp")
        + Arithmetic.operations(maps + (logarithmic ? "log" : "scale"));
  }

  @Override
  public void close() {
    participants.forEach(Participant::close);
    copier.close();
  }
}
