package org.hillock.opencl;

import java.nio.FloatBuffer;

/**
 * The way to a device that runs on the host's processor: its driver copies between the caller's
 * data and its own memory, once.
 */
final class PlainStage extends Stage {

  PlainStage(MemoryPool pool, long kept) {
    super(pool, kept);
  }

  @Override
  void fill(Queue queue, Memory memory, FloatBuffer buffer, int from, int count) {
    HostCopy.write(queue, Span.of(memory), part(buffer, from, count));
  }

  @Override
  void drain(
      Queue queue, Memory memory, FloatBuffer buffer, int from, int count, Runnable writing) {
    // A kernel that fails must not look as if the buffer had been written to.
    queue.finish();
    writing.run();
    HostCopy.read(queue, Span.of(memory), part(buffer, from, count));
  }

  @Override
  void release(Queue queue) {}

  private static FloatBuffer part(FloatBuffer buffer, int from, int count) {
    return buffer.duplicate().limit(from + count).position(from);
  }
}
