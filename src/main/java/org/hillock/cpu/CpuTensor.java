package org.hillock.cpu;

import org.hillock.backend.DeviceException;
import org.hillock.backend.Tensor;
import org.hillock.op.Shape;
import org.jspecify.annotations.Nullable;

/** A tensor in a Java array. */
final class CpuTensor extends Tensor {

  private static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

  private final CpuBackend backend;
  private volatile float @Nullable [] values;

  CpuTensor(CpuBackend backend, Shape shape) {
    super(backend, shape);
    this.backend = backend;
    if (shape.size() > MAX_ELEMENTS) {
      throw DeviceException.tooLarge(
          "shape %s has %d elements; the CPU implementation holds at most %d in a tensor"
              .formatted(shape, shape.size(), MAX_ELEMENTS));
    }
    try {
      values = new float[(int) shape.size()];
    } catch (OutOfMemoryError e) {
      throw new DeviceException(
          "no memory for a tensor of shape %s (%d bytes) in a heap of at most %d bytes"
              .formatted(shape, shape.size() * Float.BYTES, Runtime.getRuntime().maxMemory()),
          true,
          e);
    }
  }

  /**
   * The elements.
   *
   * @throws IllegalStateException when another thread has closed the tensor
   */
  float[] values() {
    float[] open = values;
    if (open == null) {
      throw new IllegalStateException("the tensor was closed by another thread");
    }
    return open;
  }

  @Override
  protected void write(float[] from) {
    backend.copy(from, values());
  }

  @Override
  protected void read(float[] to) {
    backend.copy(values(), to);
  }

  @Override
  protected void copy(Tensor source) {
    backend.copy(((CpuTensor) source).values(), values());
  }

  @Override
  protected void release() {
    values = null;
  }
}
