package org.hillock.opencl;

import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Memory of the device for a chunk of host data, and the way there and back. One call at a time has
 * it, on one queue, inside {@link Engine#run}.
 */
abstract class Stage {

  private final MemoryPool pool;
  private final long kept;
  private @Nullable Memory memory;

  /** A stage that keeps memory of so many bytes for the next call. */
  Stage(MemoryPool pool, long kept) {
    this.pool = pool;
    this.kept = kept;
  }

  /**
   * Memory of at least a size, its content undefined.
   *
   * @param what what it is for, in messages
   */
  final Memory reserve(long bytes, String what) {
    Memory held = memory;
    if (held == null || held.bytes() < bytes) {
      trim(0);
      held = pool.take(Math.max(bytes, kept), what);
      memory = held;
    }
    return held;
  }

  /** Keeps no more than a chunk; the queue is empty. */
  final void trim() {
    trim(2 * kept);
  }

  /** Releases the memory; whether there was any. */
  final boolean giveUp() {
    Memory held = memory;
    memory = null;
    if (held != null) {
      held.release();
    }
    return held != null;
  }

  private void trim(long most) {
    Memory held = memory;
    if (held != null && held.bytes() > most) {
      memory = null;
      pool.give(held);
    }
  }

  /**
   * Copies elements of a buffer into memory. It may return before that is done, but the buffer may
   * change at once.
   *
   * @param from where they begin, whatever the buffer's position
   */
  abstract void fill(Queue queue, Memory memory, FloatBuffer buffer, int from, int count);

  /**
   * Copies elements out of memory, behind what the queue holds, which is empty then.
   *
   * @param from where they are to begin, whatever the buffer's position
   * @param writing run before the buffer is first written to
   */
  abstract void drain(
      Queue queue, Memory memory, FloatBuffer buffer, int from, int count, Runnable writing);

  /** Gives back what is not memory of the device. */
  abstract void release(Queue queue);
}
