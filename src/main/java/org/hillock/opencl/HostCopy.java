package org.hillock.opencl;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ReadOnlyBufferException;
import org.jocl.Pointer;
import org.jocl.Sizeof;

/**
 * Copies between the device's memory and the host's, behind what the queue holds and done when they
 * return. A buffer's elements are those from its position to its limit, neither of which is moved.
 * Direct buffers in the device's byte order, and arrays, are copied from and to where they are;
 * others go through an array.
 */
final class HostCopy {

  /** Copies to and from Java arrays pin the array, and so may hold up the garbage collector. */
  private static final int FLOATS_PINNED = 1 << 24;

  private static final int FLOATS_STAGED = 1 << 18;

  private HostCopy() {}

  /** Copies a buffer to the device. */
  static void write(Queue queue, Span to, FloatBuffer values) {
    copy(
        queue,
        values,
        (at, count, pointer) -> {
          Span part = to.behind(at);
          part.memory().write(queue, part.byteOffset(), bytes(count), pointer, true);
        },
        (at, array) -> values.get(values.position() + at, array),
        (at, array) -> {});
  }

  /** Copies from the device to a buffer. */
  static void read(Queue queue, Span from, FloatBuffer values) {
    if (values.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
    copy(
        queue,
        values,
        (at, count, pointer) -> {
          Span part = from.behind(at);
          part.memory().read(queue, part.byteOffset(), bytes(count), pointer);
        },
        (at, array) -> {},
        (at, array) -> values.put(values.position() + at, array));
  }

  private static void copy(
      Queue queue, FloatBuffer values, Transfer transfer, Staging before, Staging behind) {
    // Wait first: a copy that waits for kernels would keep an array pinned.
    queue.finish();
    int length = values.remaining();
    if (values.isDirect() && values.order() == ByteOrder.nativeOrder()) {
      transfer.run(0, length, Pointer.to(values).withByteOffset(bytes(values.position())));
    } else if (values.hasArray()) {
      long first = bytes(values.arrayOffset() + values.position());
      Pointer array = Pointer.to(values.array());
      for (int at = 0; length - at > 0; at += FLOATS_PINNED) {
        int count = Math.min(FLOATS_PINNED, length - at);
        transfer.run(at, count, array.withByteOffset(first + bytes(at)));
      }
    } else {
      for (int at = 0; length - at > 0; at += FLOATS_STAGED) {
        float[] array = new float[Math.min(FLOATS_STAGED, length - at)];
        before.run(at, array);
        transfer.run(at, array.length, Pointer.to(array));
        behind.run(at, array);
      }
    }
  }

  private static long bytes(int floats) {
    return (long) floats * Sizeof.cl_float;
  }

  /** Copies so many elements of the buffer, from one on, by a pointer to them. */
  private interface Transfer {
    void run(int at, int count, Pointer pointer);
  }

  /** Copies elements of the buffer, from one on, to or from an array. */
  private interface Staging {
    void run(int at, float[] array);
  }
}
