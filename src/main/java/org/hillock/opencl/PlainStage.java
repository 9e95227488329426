package org.hillock.opencl;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.jocl.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The way to a device that runs on the host's processor: its driver copies between the caller's
 * data and its own memory, once.
 */
final class PlainStage extends Stage {

  private float[] copy = {};

  PlainStage(MemoryPool pool, long kept) {
    super(pool, kept);
  }

  @Override
  void fill(Queue queue, Memory memory, FloatBuffer buffer, int from, int count) {
    Pointer pointer = pointer(buffer, from);
    if (pointer == null) {
      buffer.get(from, copy(count), 0, count);
      pointer = Pointer.to(copy);
    }
    memory.write(queue, 0, bytes(count), pointer, true);
  }

  @Override
  void drain(
      Queue queue, Memory memory, FloatBuffer buffer, int from, int count, Runnable writing) {
    // Wait first: a copy that waits for kernels would keep an array pinned.
    queue.finish();
    Pointer pointer = pointer(buffer, from);
    if (pointer == null) {
      memory.read(queue, 0, bytes(count), Pointer.to(copy(count)));
      writing.run();
      buffer.put(from, copy, 0, count);
    } else {
      writing.run();
      memory.read(queue, 0, bytes(count), pointer);
    }
  }

  @Override
  void release(Queue queue) {}

  /** Where an element is, if the driver can go there. */
  private static @Nullable Pointer pointer(FloatBuffer buffer, int from) {
    if (buffer.hasArray()) {
      return Pointer.to(buffer.array()).withByteOffset(bytes(buffer.arrayOffset() + from));
    }
    boolean direct = buffer.isDirect() && buffer.order() == ByteOrder.nativeOrder();
    return direct ? Pointer.to(buffer).withByteOffset(bytes(from)) : null;
  }

  private float[] copy(int count) {
    if (copy.length < count) {
      copy = new float[count];
    }
    return copy;
  }

  private static long bytes(int floats) {
    return (long) floats * Float.BYTES;
  }
}
