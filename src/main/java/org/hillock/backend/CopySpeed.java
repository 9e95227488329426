package org.hillock.backend;

import java.util.Arrays;
import java.util.function.LongSupplier;
import org.hillock.op.Shape;

/** How fast data is copied where a backend has it. */
public final class CopySpeed {

  /** More than a cache holds, of most devices. */
  private static final long MOST_BYTES = 64L << 20;

  /** Two pieces of memory of the share each leave room for what is there. */
  private static final int SHARE = 4;

  private static final int RUNS = 9;

  private CopySpeed() {}

  /**
   * How much to copy on a device.
   *
   * @param device which
   * @return bytes, a whole number of floats
   */
  public static long bytes(Device device) {
    long most = Math.min(device.memoryBytes() / SHARE, device.maxAllocationBytes() / SHARE);
    return Math.max(1, Math.min(MOST_BYTES, most) / Float.BYTES) * Float.BYTES;
  }

  /**
   * Copies a few times.
   *
   * @param bytes how much is copied each time
   * @param copy copies, and says how many nanoseconds it took
   * @return bytes read and written, in 10^9 a second, by the median time
   */
  public static double measure(long bytes, LongSupplier copy) {
    long[] nanos = new long[1 + RUNS];
    Arrays.setAll(nanos, run -> copy.getAsLong());
    Arrays.sort(nanos, 1, nanos.length); // The first copy, into fresh memory, does not count.
    return 2.0 * bytes / Math.max(1, nanos[1 + RUNS / 2]);
  }

  /** Copies one tensor into another by the host's clock. */
  static double measure(Backend backend) {
    long bytes = bytes(backend.device());
    Shape shape = Shape.of(bytes / Float.BYTES);
    try (Tensor from = backend.tensor(shape);
        Tensor to = backend.tensor(shape)) {
      return measure(
          bytes,
          () -> {
            backend.finish();
            long start = System.nanoTime();
            to.copyFrom(from);
            backend.finish();
            return System.nanoTime() - start;
          });
    }
  }
}
