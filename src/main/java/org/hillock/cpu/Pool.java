package org.hillock.cpu;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Scratch memory that is used again, so that a call allocates nothing once its like has been made:
 * one piece for each thread that is at work, made when none is free.
 */
final class Pool<T> {

  private final Supplier<T> maker;
  private final AtomicReferenceArray<@Nullable T> free;

  /** A pool that keeps at most so many pieces. */
  Pool(int size, Supplier<T> maker) {
    this.maker = maker;
    this.free = new AtomicReferenceArray<>(size);
  }

  /** A piece that nobody else has, its content left over from its last use. */
  T take() {
    for (int i = 0; i < free.length(); i++) {
      T piece = free.get(i);
      if (piece != null && free.compareAndSet(i, piece, null)) {
        return piece;
      }
    }
    return maker.get();
  }

  /** Puts a piece back; it is forgotten where the pool is full. */
  void giveBack(T piece) {
    for (int i = 0; i < free.length(); i++) {
      if (free.get(i) == null && free.compareAndSet(i, null, piece)) {
        return;
      }
    }
  }
}
