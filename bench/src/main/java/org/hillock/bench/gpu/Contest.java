package org.hillock.bench.gpu;

import java.util.LinkedHashMap;
import java.util.Map;
import org.hillock.backend.Backend;
import org.hillock.backend.Device;
import org.hillock.backend.DeviceException;
import org.hillock.bench.peers.PeerException;
import org.hillock.op.Direction;
import org.jspecify.annotations.Nullable;

/**
 * Runs pieces of work on one device, by every contestant in turn, round after round, so that a
 * device that changes its clock does so for all. A turn is as many calls in a row as take about two
 * milliseconds.
 *
 * @param backend the device
 * @param family the family of kernels that it was told to take; null when it chooses
 * @param pytorch PyTorch on the same device; null when it does not take part
 * @param rotation how many bytes the sets of data have together at least
 * @param seconds how long the turns of one piece of work go on, about
 */
public record Contest(
    Backend backend,
    @Nullable String family,
    @Nullable PyTorch pytorch,
    long rotation,
    double seconds) {

  private static final double TURN_NANOS = 2e6;
  private static final int MOST_CALLS = 256;
  private static final int LEAST_ROUNDS = 5;
  private static final int MOST_ROUNDS = 51;

  /** Less than half of the memory: PyTorch has as much beside. */
  private static final double SHARE_OF_MEMORY = 0.4;

  /** torch.compile takes seconds each time, and is of no use where launches are all the time. */
  private static final long LEAST_COMPILED = 1L << 25;

  private static final double COMPILED_SHARE = 0.3;

  /**
   * Times a piece of work.
   *
   * @param work what
   * @return the times, or why there are none
   */
  public CellResult run(Work work) {
    String lack = lack(work);
    if (lack != null) {
      return CellResult.leftOut(work, family, lack);
    }
    Tally tally = new Tally();
    int sets = Resident.sets(work, Math.min(rotation, budget()));
    int calls = 0;
    try (Resident resident = new Resident(backend, work, sets)) {
      Map<String, Contestant> contestants = new LinkedHashMap<>();
      contestants.put(CellResult.COPY, resident::copy);
      contestants.put(CellResult.HILLOCK, resident::compute);
      enter(CellResult.PYTORCH, work, sets, contestants, tally);
      resident.compute(sets); // The first calls build, and touch memory for the first time.
      calls = (int) Math.max(1, Math.min(MOST_CALLS, TURN_NANOS * sets / resident.compute(sets)));
      rounds(contestants, calls, seconds, tally);
      if (work.direction() == Direction.FORWARD && work.shape().size() >= LEAST_COMPILED) {
        contestants.clear();
        enter(CellResult.COMPILED, work, sets, contestants, tally);
        rounds(contestants, calls, seconds * COMPILED_SHARE, tally);
      }
    } catch (RuntimeException e) {
      tally.missing(CellResult.HILLOCK, e instanceof DeviceException ? e.getMessage() : "" + e);
    } finally {
      leave();
    }
    return tally.result(work, family, sets, calls);
  }

  /** Why a device has no room for a piece of work; null when it has. */
  private @Nullable String lack(Work work) {
    Device device = backend.device();
    long each = work.shape().size() * Float.BYTES;
    return each <= device.maxAllocationBytes() && work.bytes() <= budget()
        ? null
        : "does not fit: %d tensors of %d bytes, of which the device has %d and gives at most %d at once"
            .formatted(work.tensors(), each, device.memoryBytes(), device.maxAllocationBytes());
  }

  private long budget() {
    return (long) (SHARE_OF_MEMORY * backend.device().memoryBytes());
  }

  private void enter(
      String id, Work work, int sets, Map<String, Contestant> contestants, Tally tally) {
    if (pytorch != null) {
      try {
        contestants.put(id, pytorch.prepare(work, sets, id.equals(CellResult.COMPILED)));
      } catch (PeerException e) {
        tally.missing(id, e.getMessage());
      }
    }
  }

  private void leave() {
    if (pytorch != null) {
      try {
        pytorch.release();
      } catch (PeerException e) {
        // It is gone: the next piece of work says so.
      }
    }
  }

  /** Lets each have its turn until the time is over; the first round does not count. */
  private static void rounds(
      Map<String, Contestant> contestants, int calls, double seconds, Tally tally) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    for (int round = 0;
        round <= LEAST_ROUNDS || (round <= MOST_ROUNDS && System.nanoTime() < end);
        round++) {
      for (String id : contestants.keySet().toArray(String[]::new)) {
        turn(id, contestants, calls, round > 0, tally);
      }
    }
  }

  private static void turn(
      String id, Map<String, Contestant> contestants, int calls, boolean counts, Tally tally) {
    try {
      Contestant contestant = contestants.get(id);
      long nanos = contestant == null ? 0 : contestant.nanos(calls);
      if (counts) {
        tally.add(id, nanos, calls);
      }
    } catch (PeerException e) {
      contestants.remove(id);
      tally.missing(id, e.getMessage());
    }
  }
}
