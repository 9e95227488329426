package org.hillock.opencl;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.jocl.CL;
import org.jocl.Pointer;

/**
 * The way over a link: through memory of the host that the driver has pinned, because from there
 * the device copies by itself, at the link's own speed. Java's copy between that and the caller's
 * data runs while the data of other stages is on the link.
 *
 * <p>Only blocking calls are relied on to wait: the clFinish of Mesa 22.3's rusticl may return
 * while a read that does not block is still under way.
 */
final class PinnedStage extends Stage {

  private final Memory pinned;
  private final ByteBuffer bytes;
  private final FloatBuffer floats;
  private final Pointer pointer;

  /** Takes pinned memory of so many bytes, which stays mapped. */
  PinnedStage(Engine engine, MemoryPool pool, Queue queue, long kept) {
    super(pool, kept);
    pinned = Memory.takePinned(engine, kept, "pinned memory for host data");
    try {
      bytes = pinned.map(queue, CL.CL_MAP_READ | CL.CL_MAP_WRITE, kept);
    } catch (RuntimeException e) {
      pinned.release();
      throw e;
    }
    floats = bytes.asFloatBuffer();
    pointer = Pointer.to(bytes);
  }

  @Override
  void fill(Queue queue, Memory memory, FloatBuffer buffer, int from, int count) {
    int most = floats.capacity();
    for (int done = 0; done < count; done += most) {
      int part = Math.min(most, count - done);
      floats.put(0, buffer, from + done, part);
      boolean last = done + part == count;
      memory.write(queue, bytes(done), bytes(part), pointer, !last);
    }
  }

  @Override
  void drain(
      Queue queue, Memory memory, FloatBuffer buffer, int from, int count, Runnable writing) {
    int most = floats.capacity();
    for (int done = 0; done < count; done += most) {
      int part = Math.min(most, count - done);
      memory.read(queue, bytes(done), bytes(part), pointer);
      writing.run();
      buffer.put(from + done, floats, 0, part);
    }
  }

  @Override
  void release(Queue queue) {
    pinned.unmap(queue, bytes);
    pinned.release();
  }

  private static long bytes(int floats) {
    return (long) floats * Float.BYTES;
  }
}
