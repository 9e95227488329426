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
    return from % width == 0;
  }

  /** Where it begins in its memory. */
  long byteOffset() {
    return from * Sizeof.cl_float;
  }
}
