package org.hillock.opencl;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Memory for calls on host arrays, kept for the next call: fresh memory costs more than the
 * operation, because each of its pages is new. At most {@link #KEPT} pieces are kept; the longest
 * unused goes first.
 */
final class MemoryPool {

  private static final int KEPT = 4;

  /** A piece serves a request that is not smaller than its share of this. */
  private static final int WASTE = 2;

  private final Engine engine;
  private final Deque<Memory> kept = new ArrayDeque<>();

  MemoryPool(Engine engine) {
    this.engine = engine;
    engine.keptBy(this::clear);
  }

  /** Takes memory of at least a size; called inside {@link Engine#run}. */
  Memory take(long bytes, String what) {
    Memory found = find(bytes);
    return found != null ? found : Memory.take(engine, bytes, what);
  }

  /** Keeps memory for later. */
  void give(Memory memory) {
    Memory excess = null;
    synchronized (this) {
      kept.addFirst(memory);
      if (kept.size() > KEPT) {
        excess = kept.removeLast();
      }
    }
    if (excess != null) {
      excess.release();
    }
  }

  private synchronized @org.jspecify.annotations.Nullable Memory find(long bytes) {
    Memory best = null;
    for (Memory memory : kept) {
      boolean fits = memory.bytes() >= bytes && memory.bytes() / WASTE <= bytes;
      if (fits && (best == null || memory.bytes() < best.bytes())) {
        best = memory;
      }
    }
    if (best != null) {
      kept.remove(best);
    }
    return best;
  }

  /** Releases what is kept; whether there was anything. */
  private synchronized boolean clear() {
    boolean any = !kept.isEmpty();
    kept.forEach(Memory::release);
    kept.clear();
    return any;
  }
}
