package org.hillock.opencl;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import org.hillock.backend.Tensor;
import org.hillock.op.Shape;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A tensor in a device's memory. One that its owner loses is found, released and reported. */
final class OpenClTensor extends Tensor {

  private static final Logger LOG = LoggerFactory.getLogger(OpenClTensor.class);
  private static final Cleaner CLEANER = Cleaner.create();

  private final Engine engine;
  private final @Nullable Memory memory;
  private final Holding holding;
  private final Cleaner.Cleanable cleanable;

  /** Takes the memory, none for an empty shape; called inside {@link Engine#run}. */
  OpenClTensor(OpenClBackend backend, Engine engine, MemoryPool pool, Shape shape) {
    super(backend, shape);
    this.engine = engine;
    String what = "a tensor of shape " + shape;
    memory = shape.size() == 0 ? null : pool.takeFresh(Sizes.bytes(engine, shape), what);
    holding = new Holding(engine, memory, what);
    cleanable = CLEANER.register(this, holding);
  }

  /**
   * The memory, which is in use until it is released.
   *
   * @throws IllegalStateException when the tensor is empty or closed
   */
  Memory acquire() {
    if (memory == null) {
      throw new IllegalStateException(this + " is empty");
    }
    memory.acquire();
    return memory;
  }

  @Override
  protected void write(float[] values) {
    use(memory -> memory.write(engine.queue(), values));
  }

  @Override
  protected void read(float[] values) {
    use(memory -> memory.read(engine.queue(), values));
  }

  @Override
  protected void copy(Tensor source) {
    copy(engine.queue(), (OpenClTensor) source);
  }

  /** Copies another tensor of the same shape into this one; queued. */
  void copy(Queue queue, OpenClTensor from) {
    long bytes = Sizes.bytes(engine, shape());
    use(to -> from.use(memory -> to.copy(queue, memory, bytes)));
  }

  @Override
  protected void release() {
    holding.closed = true;
    cleanable.clean();
  }

  /** Fills it with values again and again. */
  void fill(float[] pattern) {
    use(
        memory -> {
          memory.write(engine.queue(), pattern);
          memory.repeat(engine.queue(), (long) pattern.length * Float.BYTES);
        });
  }

  private void use(Use use) {
    if (memory == null) {
      return;
    }
    engine.run(
        () -> {
          memory.acquire();
          try {
            use.of(memory);
          } finally {
            memory.release();
            Reference.reachabilityFence(this);
          }
          return memory;
        });
  }

  private interface Use {
    void of(Memory memory);
  }

  /** What a tensor holds. It must not know the tensor, or the tensor would never be lost. */
  private static final class Holding implements Runnable {

    private final Engine engine;
    private final @Nullable Memory memory;
    private final String what;
    private volatile boolean closed;

    Holding(Engine engine, @Nullable Memory memory, String what) {
      this.engine = engine;
      this.memory = memory;
      this.what = what;
    }

    /** Gives the memory back, once. */
    @Override
    public void run() {
      if (memory == null) {
        return;
      }
      engine.giveBack(
          () -> {
            if (!closed) {
              LOG.warn(
                  "{} on {} was never closed; its {} bytes were released by the garbage collector",
                  what,
                  engine.device().description(),
                  memory.bytes());
            }
            memory.release();
          });
    }
  }
}
