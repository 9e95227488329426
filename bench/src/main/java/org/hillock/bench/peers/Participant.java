package org.hillock.bench.peers;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A library in a contest: its process, and what it has done in the present task. */
final class Participant implements AutoCloseable {

  private final Peer peer;
  private @Nullable PeerProcess process;
  private String version = "";
  private @Nullable String why;
  private @Nullable ResultPlace place;
  private @Nullable ErrorFound error;
  private long[] nanos = new long[0];

  private Participant(Peer peer) {
    this.peer = peer;
  }

  /** Starts a library; one that does not start takes no part, and says why. */
  static Participant start(Peer peer, Drivers drivers, int threads) {
    Participant participant = new Participant(peer);
    try {
      participant.process =
          PeerProcess.start(
              peer.id(),
              Launch.command(peer, drivers, threads),
              Launch.environment(peer, drivers, threads));
      participant.version = String.valueOf(participant.ask(Request.Kind.START, null).version());
    } catch (MissingException | PeerException e) {
      participant.giveUp(e);
      participant.close();
    }
    return participant;
  }

  Peer peer() {
    return peer;
  }

  /** What runs; or why nothing does. */
  String version() {
    return version.isEmpty() ? "does not run: " + why : version;
  }

  /** Gets ready for a task: measures the error, if there is a meaning, and makes the inputs. */
  void prepare(Task task, boolean judged) {
    if (process == null) {
      return; // It has never run: why says so.
    }
    why = null;
    place = null;
    error = null;
    nanos = new long[0];
    try {
      error = judged ? ask(Request.Kind.ERROR, task).error() : null;
      place = ask(Request.Kind.PREPARE, task).place();
    } catch (MissingException | PeerException e) {
      giveUp(e);
    }
  }

  /** Whether it has not failed in the present task so far. */
  boolean takesPart() {
    return why == null;
  }

  /** Why it does not take part. */
  String why() {
    return String.valueOf(why);
  }

  /** Runs for a while, if it takes part. */
  void warmUp() {
    if (takesPart()) {
      try {
        ask(Request.Kind.WARM_UP, null);
      } catch (MissingException | PeerException e) {
        giveUp(e);
      }
    }
  }

  /** Runs once and records the time; returns it in nanoseconds. */
  long run() {
    try {
      Long time = ask(Request.Kind.RUN, null).nanos();
      long taken = time == null ? 0 : time;
      nanos = Arrays.copyOf(nanos, nanos.length + 1);
      nanos[nanos.length - 1] = taken;
      return taken;
    } catch (MissingException | PeerException e) {
      giveUp(e);
      return 0;
    }
  }

  /** Gives up what the present task needed. */
  void release() {
    if (takesPart()) {
      try {
        ask(Request.Kind.RELEASE, null);
      } catch (MissingException | PeerException e) {
        giveUp(e);
      }
    }
  }

  /** The median time in milliseconds; the mean of the middle two of an even number. */
  double medianMillis() {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2e6;
  }

  /** The shortest time in milliseconds. */
  double bestMillis() {
    return Arrays.stream(nanos).min().orElse(0) / 1e6;
  }

  /** How it did, in comparison with a time of ours. */
  Outcome outcome(Task task, double ourMillis) {
    if (why != null) {
      return Outcome.none(peer, why);
    }
    double millis = medianMillis();
    return new Outcome(
        peer.id(), millis, task.bytes() / (millis * 1e6), millis / ourMillis, place, error, null);
  }

  private Reply ask(Request.Kind kind, @Nullable Task task) throws MissingException, PeerException {
    if (process == null) {
      throw new PeerException("it does not run");
    }
    return process.ask(kind, task);
  }

  private void giveUp(Exception e) {
    why = String.valueOf(e.getMessage());
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
      process = null;
    }
  }
}
