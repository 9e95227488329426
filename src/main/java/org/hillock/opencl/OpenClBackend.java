package org.hillock.opencl;

import java.lang.ref.Reference;
import org.hillock.backend.Backend;
import org.hillock.backend.Device;
import org.hillock.backend.DeviceException;
import org.hillock.backend.Tensor;
import org.hillock.backend.UserCache;
import org.hillock.op.Direction;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Operations on one OpenCL device. Kernels run in the order they were asked for, whichever thread
 * asks; results on host arrays are computed in place on the device, in memory that is kept for the
 * next call.
 */
public final class OpenClBackend implements Backend {

  private final Engine engine;
  private final ProgramBinaries binaries;
  private final Programs programs;
  private final MemoryPool pool;
  private final Kernels kernels;

  private OpenClBackend(Engine engine, ProgramBinaries binaries, @Nullable Family family) {
    this.engine = engine;
    this.binaries = binaries;
    programs = new Programs(engine, binaries);
    pool = new MemoryPool(engine);
    kernels = new Kernels(engine, programs, family);
  }

  static OpenClBackend open(ClDevice device) {
    return open(device, null);
  }

  /** A backend that takes one family of kernels whatever the device and the shape, for tests. */
  static OpenClBackend open(ClDevice device, @Nullable Family family) {
    return open(device, family, ProgramBinaries.cacheOf(device));
  }

  /** A backend that keeps programs in a cache of its own, for tests. */
  static OpenClBackend open(ClDevice device, @Nullable Family family, UserCache cache) {
    Engine engine = new Engine(device);
    return new OpenClBackend(engine, ProgramBinaries.in(cache, engine), family);
  }

  /** A backend that builds every program from its text, in place of what is kept of it on disk. */
  static OpenClBackend openAfresh(ClDevice device) {
    Engine engine = new Engine(device);
    return new OpenClBackend(
        engine, ProgramBinaries.replacing(ProgramBinaries.cacheOf(device), engine), null);
  }

  /** Whether some programs are not built from their text, but from what was kept on disk. */
  boolean usesKeptPrograms() {
    return binaries.used();
  }

  @Override
  public Device device() {
    return engine.device().description();
  }

  @Override
  public Tensor tensor(Shape shape) {
    return engine.run(() -> new OpenClTensor(this, engine, pool, shape));
  }

  @Override
  public void forward(Operation operation, Tensor x, Tensor y) {
    resident(operation, Direction.FORWARD, x, x, y);
  }

  @Override
  public void backward(Operation operation, Tensor saved, Tensor dy, Tensor dx) {
    resident(operation, Direction.BACKWARD, saved, dy, dx);
  }

  @Override
  public void forward(Operation operation, Shape shape, float[] x, float[] y) {
    host(operation, Direction.FORWARD, shape, x, null, y, x == y);
  }

  @Override
  public void backward(Operation operation, Shape shape, float[] saved, float[] dy, float[] dx) {
    host(operation, Direction.BACKWARD, shape, saved, dy, dx, dx == saved || dx == dy);
  }

  @Override
  public void finish() {
    engine.run(
        () -> {
          engine.queue().finish();
          return true;
        });
  }

  @Override
  public void close() {
    engine.close(programs::release);
  }

  /** What is built and kept; for tests. */
  Programs programs() {
    return programs;
  }

  /** The device at work; for tests. */
  Engine engine() {
    return engine;
  }

  private void resident(Operation operation, Direction direction, Tensor a, Tensor b, Tensor out) {
    Shape shape = a.shape();
    if (shape.size() == 0) {
      return;
    }
    engine.run(
        () -> {
          Memory[] used = new Memory[3];
          try {
            used[0] = ((OpenClTensor) a).acquire();
            used[1] = ((OpenClTensor) b).acquire();
            used[2] = ((OpenClTensor) out).acquire();
            kernels.run(
                engine.queue(),
                operation,
                direction,
                shape,
                Span.of(used[0]),
                Span.of(used[1]),
                Span.of(used[2]));
          } finally {
            for (Memory memory : used) {
              if (memory != null) {
                memory.release();
              }
            }
            Reference.reachabilityFence(a);
            Reference.reachabilityFence(b);
            Reference.reachabilityFence(out);
          }
          return true;
        });
  }

  private void host(
      Operation operation,
      Direction direction,
      Shape shape,
      float[] a,
      float @Nullable [] b,
      float[] out,
      boolean inPlace) {
    if (shape.size() == 0) {
      return;
    }
    engine.run(
        () -> {
          long bytes = Sizes.bytes(engine, shape);
          String what = operation + " of shape " + shape;
          Queue queue = engine.queue();
          Memory first = pool.take(bytes, what);
          Memory result = first;
          try {
            first.write(queue, a);
            if (b != null) {
              result = pool.take(bytes, what);
              result.write(queue, b);
            }
            Span in = Span.of(first);
            Span inOut = Span.of(result);
            kernels.run(queue, operation, direction, shape, in, inOut, inOut);
            queue.finish();
            read(queue, result, out, inPlace);
          } finally {
            pool.give(first);
            if (result != first) {
              pool.give(result);
            }
          }
          return true;
        });
  }

  /** Copies the result out: the one step that may leave an array partly written. */
  private static void read(Queue queue, Memory result, float[] out, boolean inPlace) {
    try {
      result.read(queue, out);
    } catch (DeviceException e) {
      throw new DeviceException(String.valueOf(e.getMessage()), !inPlace, e);
    }
  }
}
