package org.hillock.cpu;

import org.hillock.backend.DeviceException;
import org.hillock.op.Shape;
import org.jspecify.annotations.Nullable;

/** The memory of a tensor: an array, or as many as it takes where one cannot be so long. */
final class CpuMemory {

  private final int longest;
  private volatile float @Nullable [][] arrays;

  private CpuMemory(int longest, float[][] arrays) {
    this.longest = longest;
    this.arrays = arrays;
  }

  /**
   * Takes memory.
   *
   * @param longest the length of each array but the last
   * @throws DeviceException when the heap has not so much
   */
  static CpuMemory take(Shape shape, int longest) {
    long size = shape.size();
    long heap = Runtime.getRuntime().maxMemory();
    if (size > heap / Float.BYTES) {
      throw tooLarge(shape, heap, null);
    }
    try {
      float[][] arrays = new float[(int) Math.max(1, (size + longest - 1) / longest)][];
      for (int i = 0; i < arrays.length; i++) {
        arrays[i] = new float[(int) Math.min(longest, size - (long) i * longest)];
      }
      return new CpuMemory(longest, arrays);
    } catch (OutOfMemoryError e) {
      throw tooLarge(shape, heap, e);
    }
  }

  /** An array that is there. */
  static CpuMemory of(float[] values) {
    return new CpuMemory(Math.max(1, values.length), new float[][] {values});
  }

  /** The array from an element on. */
  float[] array(long at) {
    return open()[(int) (at / longest)];
  }

  /** Where in its array an element is. */
  int index(long at) {
    return (int) (at % longest);
  }

  /** All of it, if it is one array. */
  float @Nullable [] single() {
    float[][] all = open();
    return all.length == 1 ? all[0] : null;
  }

  /** Leaves it to the garbage collector. */
  void release() {
    arrays = null;
  }

  private float[][] open() {
    float[][] open = arrays;
    if (open == null) {
      throw new IllegalStateException("the tensor was closed by another thread");
    }
    return open;
  }

  private static DeviceException tooLarge(Shape shape, long heap, @Nullable Throwable cause) {
    return new DeviceException(
        "no memory for a tensor of shape %s (%d elements of 4 bytes) in a heap of at most %d bytes"
            .formatted(shape, shape.size(), heap),
        true,
        cause);
  }
}
