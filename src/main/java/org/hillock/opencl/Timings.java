package org.hillock.opencl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.hillock.backend.DeviceException;
import org.hillock.backend.Profile;
import org.hillock.op.Direction;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls that somebody wants the times of, from when they are queued until the device is known to be
 * done. Nothing waits for that but {@link #finish}: whoever comes by later asks.
 */
final class Timings {

  private static final Logger LOG = LoggerFactory.getLogger(Timings.class);

  /** So many calls are left open at most: the events of each are memory of the driver's. */
  private static final int MOST_OPEN = 1024;

  private final Engine engine;
  private final Computation computation;
  private final Deque<Call> open = new ArrayDeque<>();
  private @Nullable Boolean kept;

  private record Call(
      Operation operation,
      Direction direction,
      Shape shape,
      Consumer<Profile> listener,
      Recording recording) {}

  /** Times of what some computation does. */
  Timings(Engine engine, Computation computation) {
    this.engine = engine;
    this.computation = computation;
  }

  /** Queues a call that is recorded; inside {@link Engine#run}. */
  void record(
      Operation operation,
      Direction direction,
      Shape shape,
      Consumer<Profile> listener,
      Consumer<Computation> call) {
    recordQueue(
        operation,
        direction,
        shape,
        listener,
        recording ->
            call.accept(
                (queue, op, way, of, in, gradient, out) ->
                    computation.run(queue.recorded(recording), op, way, of, in, gradient, out)));
  }

  /** Queues a call that has kernels recorded; inside {@link Engine#run}. */
  void recordQueue(
      Operation operation,
      Direction direction,
      Shape shape,
      Consumer<Profile> listener,
      Consumer<Recording> call) {
    Recording recording = new Recording(engine.calls());
    try {
      call.accept(recording);
    } catch (RuntimeException | Error e) {
      recording.release();
      throw e;
    }
    synchronized (open) {
      open.add(new Call(operation, direction, shape, listener, recording));
    }
  }

  /**
   * Has the device keep times, and sees whether it does: the rusticl of Mesa 22.3 gives the same
   * small numbers for everything.
   */
  synchronized boolean begin() {
    Boolean known = kept;
    if (known == null) {
      known = engine.keepTimes() && engine.run(this::clockRuns);
      kept = known;
    }
    return known;
  }

  private boolean clockRuns() {
    Memory from = Memory.take(engine, Float.BYTES, "a probe of the clock");
    try {
      Memory to = Memory.take(engine, Float.BYTES, "a probe of the clock");
      try {
        long first = timedCopy(from, to, Float.BYTES).ended();
        return timedCopy(from, to, Float.BYTES).ended() > first;
      } finally {
        to.release();
      }
    } finally {
      from.release();
    }
  }

  /** Copies, waits for it and gives the nanoseconds on the device; inside {@link Engine#run}. */
  long copy(Memory from, Memory to, long bytes) {
    return timedCopy(from, to, bytes).nanos();
  }

  private Profile.Kernel timedCopy(Memory from, Memory to, long bytes) {
    return timed(queue -> to.copy(queue, 0, from, 0, bytes)).get(0);
  }

  /** Queues something, waits for it and gives its times; inside {@link Engine#run}. */
  List<Profile.Kernel> timed(Consumer<Queue> work) {
    Recording recording = new Recording(engine.calls());
    try {
      work.accept(engine.queue().recorded(recording));
      recording.await();
      return recording.kernels();
    } finally {
      recording.release();
    }
  }

  /** Tells of the calls that are done; outside of {@link Engine#run}, as a listener may close. */
  void tell() {
    tell(MOST_OPEN);
  }

  /** Waits for all calls and tells of them; outside of {@link Engine#run}, likewise. */
  void finish() {
    tell(0);
  }

  /** What is still to be told, outside of {@link Engine#run}; called when the queues are empty. */
  List<Runnable> rest() {
    List<Runnable> news = new ArrayList<>();
    for (Call call = next(0); call != null; call = next(0)) {
      news.addAll(read(call));
    }
    return news;
  }

  /** How many calls are open; for tests. */
  int open() {
    synchronized (open) {
      return open.size();
    }
  }

  private void tell(int most) {
    List<Runnable> news = new ArrayList<>();
    engine.giveBack(
        () -> {
          for (Call call = next(most); call != null; call = next(most)) {
            news.addAll(read(call));
          }
        });
    news.forEach(Runnable::run);
  }

  /** The oldest call if it is done, or if it has to be because more than so many are open. */
  private @Nullable Call next(int most) {
    synchronized (open) {
      Call oldest = open.peek();
      boolean ready = oldest != null && (open.size() > most || oldest.recording().isDone());
      return ready ? open.remove() : null;
    }
  }

  /** What is to be said of a call: nothing where the driver has no times of it. */
  private static List<Runnable> read(Call call) {
    try {
      call.recording().await();
      Profile profile =
          new Profile(
              call.operation(),
              call.direction(),
              call.shape(),
              Profile.Clock.DEVICE,
              call.recording().kernels());
      return List.of(() -> profile.tell(call.listener()));
    } catch (DeviceException e) {
      LOG.warn("{} {} has no times: {}", call.operation().label(), call.direction(), e.toString());
      return List.of();
    } finally {
      call.recording().release();
    }
  }
}
