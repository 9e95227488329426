package org.hillock.opencl;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.hillock.backend.Holdings.Holding;
import org.hillock.backend.Tensor;
import org.hillock.op.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A tensor in a device's memory, or a view on one. One that its owner loses is found, released and
 * reported.
 */
final class OpenClTensor extends Tensor {

  private final OpenClBackend backend;
  private final Engine engine;
  private final @Nullable Span span;
  private final @Nullable Holding holding;

  /**
   * A tensor that holds memory, which it releases.
   *
   * @param memory the memory; none for an empty shape
   * @param from the element of it that is the tensor's first
   */
  OpenClTensor(OpenClBackend backend, @Nullable Memory memory, long from, Shape shape) {
    super(backend, shape);
    this.backend = backend;
    Engine open = backend.parts().engine();
    engine = open;
    if (memory == null) {
      span = null;
      holding = null;
    } else {
      span = new Span(memory, from);
      // Where the device is closed, all was given back with it.
      holding =
          backend
              .parts()
              .holdings()
              .hold(this, memory.bytes(), () -> open.giveBack(memory::release));
    }
  }

  private OpenClTensor(OpenClTensor whole, long first, Shape shape) {
    super(whole, first, shape);
    backend = whole.backend;
    engine = whole.engine;
    span = whole.span == null ? null : whole.span.behind(first);
    holding = null;
  }

  /**
   * The memory, which is in use until it is released.
   *
   * @throws IllegalStateException when the tensor is empty or closed
   */
  Span acquire() {
    Span begun = span();
    begun.memory().acquire();
    return begun;
  }

  /**
   * Where the elements are.
   *
   * @throws IllegalStateException when there are none
   */
  Span span() {
    if (span == null) {
      throw new IllegalStateException(this + " is empty");
    }
    return span;
  }

  @Override
  protected Tensor view(long first, Shape shape) {
    return new OpenClTensor(this, first, shape);
  }

  @Override
  protected Object memory() {
    return span == null ? this : span.place();
  }

  @Override
  protected long index() {
    return span == null ? 0 : span.placeIndex();
  }

  @Override
  protected void write(FloatBuffer values) {
    use(to -> HostCopy.write(engine.queue(), to, values));
  }

  @Override
  protected void read(FloatBuffer values) {
    use(from -> HostCopy.read(engine.queue(), from, values));
  }

  @Override
  protected CompletableFuture<float[]> readAsync() {
    if (shape().size() == 0) {
      return CompletableFuture.completedFuture(new float[0]);
    }
    int length = (int) shape().size();
    try {
      return engine.run(() -> backend.parts().downloads().start(engine.queue(), acquire(), length));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  protected void copy(Tensor source) {
    copy(engine.queue(), (OpenClTensor) source);
  }

  /** Copies another tensor of the same shape into this one; queued. */
  void copy(Queue queue, OpenClTensor source) {
    long bytes = Sizes.bytes(engine, shape());
    use(to -> source.use(from -> to.copy(queue, from, bytes)));
  }

  @Override
  protected void release() {
    if (holding != null) {
      holding.close();
    }
  }

  /** Fills it with values again and again. */
  void fill(float[] pattern) {
    use(
        to -> {
          HostCopy.write(engine.queue(), to, FloatBuffer.wrap(pattern));
          to.repeat(engine.queue(), pattern.length, shape().size());
        });
  }

  private void use(Consumer<Span> work) {
    if (shape().size() == 0) {
      return;
    }
    engine.run(
        () -> {
          Span used = acquire();
          try {
            work.accept(used);
          } finally {
            used.memory().release();
            Reference.reachabilityFence(this);
          }
          return true;
        });
  }
}
