package org.hillock.opencl;

import org.jocl.Sizeof;

/**
 * What a kernel is given to read or write: memory, from one of its elements on. In the kernel it is
 * two arguments, {@code __global float *x, ulong x_from}.
 *
 * @param memory the memory
 * @param from the first element, in floats
 */
record Span(Memory memory, long from) {

  /** All of a piece of memory. */
  static Span of(Memory memory) {
    return new Span(memory, 0);
  }

  /** Whether it begins at a multiple of a vector of so many elements. */
  boolean aligned(int width) {
    return (memory.skew() + from) % width == 0;
  }

  /** The stretch that begins a number of elements further on. */
  Span behind(long elements) {
    return new Span(memory, from + elements);
  }

  /** Where it begins in its memory. */
  long byteOffset() {
    return from * Sizeof.cl_float;
  }

  /** The memory that it is in, equal for all that is in the same; a user's may be part of other. */
  Object place() {
    GivenMemory given = memory.given();
    return given == null ? memory.handle() : given.place();
  }

  /** Which element of that it begins with. */
  long placeIndex() {
    GivenMemory given = memory.given();
    return given == null ? from : given.offset() + from;
  }

  /** Repeats its first elements up to so many; queued. */
  void repeat(Queue queue, long first, long elements) {
    for (long done = first; done < elements; done *= 2) {
      long more = Math.min(done, elements - done);
      behind(done).copy(queue, this, more * Sizeof.cl_float);
    }
  }

  /** Copies as many bytes of another stretch over this one; queued. */
  void copy(Queue queue, Span source, long bytes) {
    memory.copy(queue, byteOffset(), source.memory, source.byteOffset(), bytes);
  }
}
