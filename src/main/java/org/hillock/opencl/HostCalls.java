package org.hillock.opencl;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.hillock.backend.DeviceException;
import org.hillock.backend.Workers;
import org.hillock.op.Direction;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Calls on data of the host, chunk by chunk. Several threads, the caller's among them, take a chunk
 * each and have a {@link Track} to themselves: while one chunk is on its way to the device, another
 * is computed and a third on its way back, and further ones are copied between the caller's data
 * and where the device fetches them. The device's memory bounds a chunk, not a call.
 */
final class HostCalls {

  private final Engine engine;
  private final MemoryPool pool;
  private final HostWay way;
  private final Workers workers;
  private final Semaphore permits;
  private final List<Track> all = new ArrayList<>();
  private final List<Track> free = new ArrayList<>();

  HostCalls(Engine engine, MemoryPool pool, HostWay way) {
    this.engine = engine;
    this.pool = pool;
    this.way = way;
    workers = new Workers(way.tracks());
    permits = new Semaphore(way.tracks(), true);
    engine.keptBy(this::giveUp);
  }

  /**
   * Computes a call on data that is not empty, in buffers from their position to their limit;
   * called inside {@link Engine#run}.
   *
   * @param computation what computes a chunk
   * @param in the input, or what was saved for backward
   * @param gradient the upstream gradient; null forward
   * @param out the result; may be either of the others
   * @throws DeviceException when the device fails; it says whether the result was written to
   */
  void run(
      Computation computation,
      Operation operation,
      Direction direction,
      Shape shape,
      FloatBuffer in,
      @Nullable FloatBuffer gradient,
      FloatBuffer out) {
    Chunks chunks = Chunks.of(operation, shape, way.chunk());
    String what = operation + " of shape " + shape;
    AtomicBoolean failed = new AtomicBoolean();
    AtomicBoolean written = new AtomicBoolean();
    IntConsumer compute =
        chunk ->
            onTrack(
                track ->
                    track.compute(
                        computation,
                        chunks.operation(),
                        direction,
                        chunks.shape(chunk),
                        in,
                        gradient,
                        out,
                        chunks.from(chunk),
                        () -> written.set(true),
                        what));
    try {
      if (chunks.size() > way.chunk()) {
        // As large as the device's memory may be: one at a time.
        for (int chunk = 0; chunk < chunks.count(); chunk++) {
          compute.accept(chunk);
        }
      } else {
        workers.run(chunks.count(), chunk -> unless(failed, compute, chunk));
      }
    } catch (DeviceException e) {
      throw written.get() ? e.afterWriting() : e;
    }
  }

  /** Gives everything back; no call is under way. */
  void release() {
    workers.close();
    all.forEach(Track::release);
  }

  /** Releases the memory of tracks that nobody is on; whether there was any. */
  private synchronized boolean giveUp() {
    boolean any = false;
    for (Track track : free) {
      any |= track.giveUp();
    }
    return any;
  }

  /** Does a chunk unless an earlier one has failed. */
  private static void unless(AtomicBoolean failed, IntConsumer compute, int chunk) {
    if (failed.get()) {
      return;
    }
    try {
      compute.accept(chunk);
    } catch (RuntimeException | Error e) {
      failed.set(true);
      throw e;
    }
  }

  private void onTrack(Consumer<Track> work) {
    Track track = take();
    try {
      work.accept(track);
    } finally {
      synchronized (this) {
        free.add(track);
      }
      permits.release();
    }
  }

  private Track take() {
    permits.acquireUninterruptibly();
    synchronized (this) {
      if (!free.isEmpty()) {
        return free.remove(free.size() - 1);
      }
      try {
        Track track = way.track(engine, pool);
        all.add(track);
        return track;
      } catch (RuntimeException | Error e) {
        if (all.isEmpty() || !(e instanceof DeviceException)) {
          permits.release();
          throw e;
        }
      }
    }
    // The tracks there are have to do: this permit is not given back.
    return take();
  }
}
