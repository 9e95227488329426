package org.hillock.opencl;

import java.lang.ref.Reference;
import java.util.function.Consumer;
import org.hillock.backend.Backend;
import org.hillock.backend.CopySpeed;
import org.hillock.backend.Device;
import org.hillock.backend.DeviceException;
import org.hillock.backend.Profile;
import org.hillock.backend.Tensor;
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
  private final Programs programs;
  private final MemoryPool pool;
  private final Kernels kernels;
  private final Timings timings;
  private final OpenClBackend owner;
  private final @Nullable Consumer<Profile> listener;

  private OpenClBackend(Engine engine, @Nullable Family family) {
    this.engine = engine;
    programs = new Programs(engine);
    pool = new MemoryPool(engine);
    kernels = new Kernels(engine, programs, family);
    timings = new Timings(engine);
    owner = this;
    listener = null;
  }

  /** A view of a backend, whose calls are told of. */
  private OpenClBackend(OpenClBackend owner, Consumer<Profile> listener) {
    engine = owner.engine;
    programs = owner.programs;
    pool = owner.pool;
    kernels = owner.kernels;
    timings = owner.timings;
    this.owner = owner;
    this.listener = listener;
  }

  static OpenClBackend open(ClDevice device) {
    return open(device, null);
  }

  /** A backend that takes one family of kernels whatever the device and the shape, for tests. */
  static OpenClBackend open(ClDevice device, @Nullable Family family) {
    return new OpenClBackend(new Engine(device), family);
  }

  @Override
  public Device device() {
    return engine.device().description();
  }

  @Override
  public Tensor tensor(Shape shape) {
    return engine.run(() -> new OpenClTensor(owner, engine, pool, shape));
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
    timings.finish();
  }

  @Override
  public Backend profiled(Consumer<Profile> told) {
    return timings.begin() ? new OpenClBackend(owner, told) : Backend.super.profiled(told);
  }

  @Override
  public double copySpeed() {
    if (!timings.begin()) {
      return Backend.super.copySpeed();
    }
    long bytes = CopySpeed.bytes(device());
    return engine.run(
        () -> {
          Memory from = pool.takeFresh(bytes, "a copy");
          Memory to = null;
          try {
            to = pool.takeFresh(bytes, "a copy");
            Memory target = to;
            return CopySpeed.measure(bytes, () -> timings.copy(from, target, bytes));
          } finally {
            from.release();
            if (to != null) {
              to.release();
            }
          }
        });
  }

  @Override
  public void close() {
    timings.finish();
    engine.close(
        () -> {
          timings.release();
          programs.release();
        });
  }

  /** What is built and kept; for tests. */
  Programs programs() {
    return programs;
  }

  /** The calls whose times are wanted. */
  Timings timings() {
    return timings;
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
            compute(
                operation, direction, shape, Span.of(used[0]), Span.of(used[1]), Span.of(used[2]));
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
    tell();
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
            compute(operation, direction, shape, in, inOut, inOut);
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
    tell();
  }

  /** Queues an operation; its times are kept if somebody listens. */
  private void compute(
      Operation operation, Direction direction, Shape shape, Span in, Span gradient, Span out) {
    Consumer<Queue> call =
        queue -> kernels.run(queue, operation, direction, shape, in, gradient, out);
    if (listener == null) {
      call.accept(engine.queue());
    } else {
      timings.record(operation, direction, shape, listener, call);
    }
  }

  private void tell() {
    if (listener != null) {
      timings.tell();
    }
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
