package org.hillock.opencl;

import java.nio.FloatBuffer;
import org.hillock.op.Direction;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A queue of its own with the stages of one chunk: what one thread needs to take a chunk to the
 * device, to compute, and to bring the result back. Nothing is under way between two chunks.
 */
final class Track {

  private final Queue queue;
  private final Stage first;
  private final Stage second;

  Track(Queue queue, Stage first, Stage second) {
    this.queue = queue;
    this.first = first;
    this.second = second;
  }

  /**
   * Computes a chunk.
   *
   * @param computation what computes it
   * @param shape its shape
   * @param in the input, or what was saved for backward; the chunk is somewhere in it
   * @param gradient the upstream gradient; null forward
   * @param out the result
   * @param from where the chunk begins, counted from each buffer's position
   * @param writing run before the result is written to
   * @param what the call, in messages
   */
  void compute(
      Computation computation,
      Operation operation,
      Direction direction,
      Shape shape,
      FloatBuffer in,
      @Nullable FloatBuffer gradient,
      FloatBuffer out,
      int from,
      Runnable writing,
      String what) {
    long bytes = shape.size() * Float.BYTES;
    int count = Math.toIntExact(shape.size());
    try {
      Memory input = first.reserve(bytes, what);
      first.fill(queue, input, in, in.position() + from, count);
      Stage last = first;
      Memory result = input;
      if (gradient != null) {
        last = second;
        result = second.reserve(bytes, what);
        second.fill(queue, result, gradient, gradient.position() + from, count);
      }
      Span inOut = Span.of(result);
      computation.run(queue, operation, direction, shape, Span.of(input), inOut, inOut);
      last.drain(queue, result, out, out.position() + from, count, writing);
    } catch (RuntimeException | Error e) {
      // What is under way still uses the stages.
      queue.finishQuietly();
      throw e;
    } finally {
      first.trim();
      second.trim();
    }
  }

  /** Releases the memory of its stages; whether there was any. */
  boolean giveUp() {
    boolean any = first.giveUp();
    return second.giveUp() || any;
  }

  /** Gives everything back but the memory, which the engine releases. */
  void release() {
    first.release(queue);
    second.release(queue);
    queue.finishQuietly();
    queue.release();
  }
}
