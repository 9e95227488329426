package org.hillock.opencl;

import org.jocl.Sizeof;
import org.jspecify.annotations.Nullable;

/**
 * Memory that a call needs until its last kernel is done. A queue runs in order, so all calls on
 * one can share it: each queues all its steps at once.
 */
final class Scratch {

  private final Engine engine;
  private final String what;
  private @Nullable Memory held;

  /** None yet; {@code what} says in messages what it is for. */
  Scratch(Engine engine, String what) {
    this.engine = engine;
    this.what = what;
  }

  /** Room for so many floats, of undefined content. */
  synchronized Span take(long floats) {
    long bytes = Math.multiplyExact(floats, (long) Sizeof.cl_float);
    Memory before = held;
    if (before != null && before.bytes() >= bytes) {
      return Span.of(before);
    }
    Memory larger = Memory.take(engine, bytes, what);
    if (before != null) {
      before.release();
    }
    held = larger;
    return Span.of(larger);
  }
}
