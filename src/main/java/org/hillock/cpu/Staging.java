package org.hillock.cpu;

import java.nio.FloatBuffer;
import org.hillock.backend.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Runs work that is written for arrays on buffers: stretches of them go through arrays that stay in
 * a core's own cache, so that the memory behind the buffers is read once and written once. That
 * serves buffers of every kind and byte order, on every JDK. A buffer's elements are those from its
 * position to its limit, neither of which is moved.
 */
final class Staging {

  /** The elements of a stretch: two arrays of them stay in a core's first cache. */
  private static final int STRETCH = 4096;

  private final Workers workers;
  private final Pool<Arrays> pool;

  Staging(Workers workers) {
    this.workers = workers;
    this.pool = new Pool<>(2 * workers.threads(), Arrays::new);
  }

  /**
   * Does some work on every element.
   *
   * @param gradient a second input, if there is one
   * @param unit how many elements are worked on together: a stretch is a multiple of it
   * @param cost what an element takes, in picoseconds
   */
  void run(
      FloatBuffer in,
      @Nullable FloatBuffer gradient,
      FloatBuffer out,
      int unit,
      int cost,
      Work work) {
    int length = in.remaining();
    int stretch = Math.max(1, STRETCH / unit) * unit;
    int stretches = (length - 1) / stretch + 1;
    int parts = Math.min(workers.parts(length, cost), stretches);
    workers.run(
        parts,
        part -> {
          Arrays arrays = pool.take().of(stretch, gradient != null);
          int end = (int) ((long) stretches * (part + 1) / parts);
          for (int s = (int) ((long) stretches * part / parts); s < end; s++) {
            int from = s * stretch;
            int count = Math.min(stretch, length - from);
            in.get(in.position() + from, arrays.values, 0, count);
            if (gradient != null) {
              gradient.get(gradient.position() + from, arrays.gradients, 0, count);
            }
            work.run(arrays.values, arrays.gradients, count);
            out.put(out.position() + from, arrays.values, 0, count);
          }
          if (stretch <= 16 * STRETCH) {
            pool.giveBack(arrays);
          }
        });
  }

  /** What becomes of so many elements; the result is written over the values. */
  interface Work {
    void run(float[] values, float[] gradients, int count);
  }

  private static final class Arrays {

    private float[] values = new float[0];
    private float[] gradients = values;

    /** The same with room for so many elements. */
    Arrays of(int elements, boolean withGradients) {
      if (values.length < elements) {
        values = new float[elements];
      }
      if (withGradients && gradients.length < elements) {
        gradients = new float[elements];
      }
      return this;
    }
  }
}
