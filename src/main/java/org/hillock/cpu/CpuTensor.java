package org.hillock.cpu;

import java.nio.FloatBuffer;
import java.util.concurrent.CompletableFuture;
import org.hillock.backend.Holdings.Holding;
import org.hillock.backend.Tensor;
import org.hillock.op.Shape;
import org.jspecify.annotations.Nullable;

/** A tensor in Java arrays, or a view on one. */
final class CpuTensor extends Tensor {

  private final Resident resident;
  private final CpuMemory memory;
  private final long from;
  private final @Nullable Holding holding;

  CpuTensor(CpuBackend backend, Resident resident, CpuMemory memory, Shape shape) {
    super(backend, shape);
    this.resident = resident;
    this.memory = memory;
    from = 0;
    holding = resident.hold(this);
  }

  private CpuTensor(CpuTensor whole, long from, Shape shape) {
    super(whole, from, shape);
    resident = whole.resident;
    memory = whole.memory;
    this.from = from;
    holding = null;
  }

  /**
   * The elements, if they are all that one array has.
   *
   * @throws IllegalStateException when another thread has closed the tensor
   */
  float @Nullable [] array() {
    float[] single = memory.single();
    return single != null && single.length == shape().size() ? single : null;
  }

  /** The array that holds the elements, from {@link #index} on, if it is one. */
  float @Nullable [] line() {
    return memory.single();
  }

  /** How many elements from one on, that one included, are neighbours in an array. */
  int neighbours(long at) {
    int here = memory.array(from + at).length - memory.index(from + at);
    return (int) Math.min(here, shape().size() - at);
  }

  /** So many neighbours. */
  FloatBuffer buffer(long at, int count) {
    return FloatBuffer.wrap(memory.array(from + at), memory.index(from + at), count);
  }

  @Override
  protected Tensor view(long first, Shape shape) {
    return new CpuTensor(this, first, shape);
  }

  @Override
  protected Object memory() {
    return memory;
  }

  @Override
  protected long index() {
    return from;
  }

  @Override
  protected void write(FloatBuffer values) {
    resident.write(values, this);
  }

  @Override
  protected void read(FloatBuffer values) {
    resident.read(this, values);
  }

  /** All that was asked before is done already: what is left to do is this copy. */
  @Override
  protected CompletableFuture<float[]> readAsync() {
    return CompletableFuture.completedFuture(toArray());
  }

  @Override
  protected void copy(Tensor source) {
    resident.copy((CpuTensor) source, this);
  }

  @Override
  protected void release() {
    memory.release();
    if (holding != null) {
      holding.close();
    }
  }
}
