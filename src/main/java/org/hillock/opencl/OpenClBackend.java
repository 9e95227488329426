package org.hillock.opencl;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import org.hillock.backend.Backend;
import org.hillock.backend.Device;
import org.hillock.backend.Tensor;
import org.hillock.op.Direction;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Operations on one OpenCL device. Kernels on tensors run in the order they were asked for,
 * whichever thread asks; calls on host data have queues of their own, and memory that is kept for
 * the next.
 */
public final class OpenClBackend implements Backend {

  private final Engine engine;
  private final Programs programs;
  private final MemoryPool pool;
  private final Kernels kernels;
  private final HostCalls hostCalls;

  private OpenClBackend(Engine engine, @Nullable Family family, HostWay way) {
    this.engine = engine;
    programs = new Programs(engine);
    pool = new MemoryPool(engine);
    kernels = new Kernels(engine, programs, family);
    hostCalls = new HostCalls(engine, kernels::run, pool, way);
  }

  static OpenClBackend open(ClDevice device) {
    return open(device, null);
  }

  /** A backend that takes one family of kernels whatever the device and the shape, for tests. */
  static OpenClBackend open(ClDevice device, @Nullable Family family) {
    return open(device, family, HostWay.of(device.description()));
  }

  /** A backend that takes host data one way, whatever the device, for tests. */
  static OpenClBackend open(ClDevice device, @Nullable Family family, HostWay way) {
    return new OpenClBackend(new Engine(device), family, way);
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
    FloatBuffer in = FloatBuffer.wrap(x);
    host(operation, Direction.FORWARD, shape, in, null, FloatBuffer.wrap(y), x == y);
  }

  @Override
  public void backward(Operation operation, Shape shape, float[] saved, float[] dy, float[] dx) {
    FloatBuffer in = FloatBuffer.wrap(saved);
    FloatBuffer gradient = FloatBuffer.wrap(dy);
    boolean inPlace = dx == saved || dx == dy;
    host(operation, Direction.BACKWARD, shape, in, gradient, FloatBuffer.wrap(dx), inPlace);
  }

  @Override
  public void forward(Operation operation, Shape shape, FloatBuffer x, FloatBuffer y) {
    host(operation, Direction.FORWARD, shape, x, null, y, (Object) x == y);
  }

  @Override
  public void backward(
      Operation operation, Shape shape, FloatBuffer saved, FloatBuffer dy, FloatBuffer dx) {
    boolean inPlace = (Object) dx == saved || (Object) dx == dy;
    host(operation, Direction.BACKWARD, shape, saved, dy, dx, inPlace);
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
    engine.close(
        () -> {
          hostCalls.release();
          programs.release();
        });
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
      FloatBuffer a,
      @Nullable FloatBuffer b,
      FloatBuffer out,
      boolean inPlace) {
    if (shape.size() > 0) {
      engine.run(
          () -> {
            hostCalls.run(operation, direction, shape, a, b, out, inPlace);
            return true;
          });
    }
  }
}
