package org.hillock.opencl;

import java.nio.FloatBuffer;
import java.util.function.Consumer;
import org.hillock.backend.Backend;
import org.hillock.backend.CopySpeed;
import org.hillock.backend.Device;
import org.hillock.backend.Profile;
import org.hillock.backend.Statistics;
import org.hillock.backend.Tensor;
import org.hillock.backend.UserCache;
import org.hillock.insight.Watch;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_mem;
import org.jspecify.annotations.Nullable;

/**
 * Operations on one OpenCL device. Kernels on tensors run in the order they were asked for,
 * whichever thread asks; results on host arrays are computed in place on the device, in memory that
 * is kept for the next call.
 */
public final class OpenClBackend implements Backend {

  private final Parts parts;
  private final Engine engine;
  private final OpenClBackend owner;
  private final Told told;
  private final ResidentCalls resident;

  private OpenClBackend(Parts parts) {
    this.parts = parts;
    engine = parts.engine();
    owner = this;
    told = new Told(parts, null);
    resident = new ResidentCalls(parts, told);
  }

  /** A view of a backend, whose calls are told of. */
  private OpenClBackend(OpenClBackend owner, Consumer<Profile> listener) {
    parts = owner.parts;
    engine = owner.engine;
    this.owner = owner;
    told = new Told(parts, listener);
    resident = new ResidentCalls(parts, told);
  }

  static OpenClBackend open(ClDevice device) {
    return open(device, null);
  }

  /** A backend that takes one family of kernels whatever the device and the shape, for tests. */
  static OpenClBackend open(ClDevice device, @Nullable Family family) {
    return new OpenClBackend(new Parts(new Engine(device), family));
  }

  /** A backend whose kernels have given sizes besides, for tests. */
  static OpenClBackend open(ClDevice device, Tuning tuning, @Nullable Family family) {
    Engine engine = new Engine(device);
    ProgramBinaries binaries = Parts.binaries(engine);
    HostWay way = HostWay.of(device.description());
    return new OpenClBackend(new Parts(engine, binaries, tuning, family, way));
  }

  /** A backend that takes host data one way, whatever the device, for tests. */
  static OpenClBackend open(ClDevice device, @Nullable Family family, HostWay way) {
    Engine engine = new Engine(device);
    ProgramBinaries binaries = Parts.binaries(engine);
    return new OpenClBackend(new Parts(engine, binaries, Parts.tuning(device), family, way));
  }

  /** A backend that keeps programs in a cache of its own, for tests. */
  static OpenClBackend open(ClDevice device, @Nullable Family family, UserCache cache) {
    Engine engine = new Engine(device);
    HostWay way = HostWay.of(device.description());
    ProgramBinaries binaries = ProgramBinaries.in(cache, engine);
    return new OpenClBackend(new Parts(engine, binaries, Parts.tuning(device), family, way));
  }

  /**
   * A backend that goes by nothing that is kept on disk: every program is built from its text, in
   * place of what is kept of it, and the sizes are the seed's.
   */
  static OpenClBackend openAfresh(ClDevice device) {
    Engine engine = new Engine(device);
    ProgramBinaries binaries = ProgramBinaries.replacing(ProgramBinaries.cacheOf(device), engine);
    HostWay way = HostWay.of(device.description());
    return new OpenClBackend(new Parts(engine, binaries, Tuning.seed(device), null, way));
  }

  /** A backend on a context and a queue of a user's, which have been checked. */
  static OpenClBackend on(ClDevice device, cl_context context, cl_command_queue queue) {
    return new OpenClBackend(new Parts(new Engine(device, context, queue), null));
  }

  /** Whether it goes by something that was kept on disk: programs, or sizes. */
  boolean usesWhatIsKept() {
    ClDevice device = engine.device();
    return parts.binaries().used() || !Parts.tuning(device).equals(Tuning.seed(device));
  }

  @Override
  public Device device() {
    return engine.device().description();
  }

  @Override
  public Tensor tensor(Shape shape) {
    return engine.run(
        () ->
            new OpenClTensor(
                owner,
                shape.size() == 0
                    ? null
                    : Memory.take(engine, Sizes.bytes(engine, shape), "a tensor of shape " + shape),
                0,
                shape));
  }

  /** A tensor in memory of a user's, from an element on. */
  Tensor tensor(cl_mem memory, long from, Shape shape) {
    return engine.run(
        () -> {
          GivenMemory given = GivenMemory.check(engine, memory, from, shape);
          return new OpenClTensor(owner, Memory.hold(engine, given), from, shape);
        });
  }

  @Override
  public void forward(Operation operation, Tensor x, Tensor y) {
    resident.run(operation, Direction.FORWARD, x, x, y);
  }

  @Override
  public void backward(Operation operation, Tensor saved, Tensor dy, Tensor dx) {
    resident.run(operation, Direction.BACKWARD, saved, dy, dx);
  }

  @Override
  public Statistics statistics(Watch watch) {
    return engine.run(() -> new OpenClStatistics(owner, watch));
  }

  @Override
  public void forward(
      Elementwise operation,
      Tensor x,
      @Nullable Tensor bias,
      Tensor y,
      @Nullable Statistics stats) {
    resident.run(operation, Direction.FORWARD, x, bias, x, y, null, stats);
  }

  @Override
  public void backward(
      Elementwise operation,
      Tensor x,
      @Nullable Tensor bias,
      Tensor dy,
      Tensor dx,
      @Nullable Tensor biasGradient,
      @Nullable Statistics stats) {
    resident.run(operation, Direction.BACKWARD, x, bias, dy, dx, biasGradient, stats);
  }

  @Override
  public void forward(Softmax softmax, Tensor x, Tensor y, Statistics stats) {
    resident.run(softmax, Direction.FORWARD, x, x, y, stats);
  }

  @Override
  public void backward(Softmax softmax, Tensor y, Tensor dy, Tensor dx, Statistics stats) {
    resident.run(softmax, Direction.BACKWARD, y, dy, dx, stats);
  }

  @Override
  public void forward(Operation operation, Shape shape, float[] x, float[] y) {
    FloatBuffer in = FloatBuffer.wrap(x);
    host(operation, Direction.FORWARD, shape, in, null, FloatBuffer.wrap(y));
  }

  @Override
  public void backward(Operation operation, Shape shape, float[] saved, float[] dy, float[] dx) {
    FloatBuffer in = FloatBuffer.wrap(saved);
    FloatBuffer gradient = FloatBuffer.wrap(dy);
    host(operation, Direction.BACKWARD, shape, in, gradient, FloatBuffer.wrap(dx));
  }

  @Override
  public void forward(Operation operation, Shape shape, FloatBuffer x, FloatBuffer y) {
    host(operation, Direction.FORWARD, shape, x, null, y);
  }

  @Override
  public void backward(
      Operation operation, Shape shape, FloatBuffer saved, FloatBuffer dy, FloatBuffer dx) {
    host(operation, Direction.BACKWARD, shape, saved, dy, dx);
  }

  @Override
  public void finish() {
    engine.run(
        () -> {
          engine.queue().finish();
          return true;
        });
    parts.timings().finish();
  }

  @Override
  public Backend profiled(Consumer<Profile> listener) {
    return parts.timings().begin()
        ? new OpenClBackend(owner, listener)
        : Backend.super.profiled(listener);
  }

  @Override
  public double copySpeed() {
    if (!parts.timings().begin()) {
      return Backend.super.copySpeed();
    }
    long bytes = CopySpeed.bytes(device());
    return engine.run(
        () -> {
          Memory from = Memory.take(engine, bytes, "a copy");
          Memory to = null;
          try {
            to = Memory.take(engine, bytes, "a copy");
            Memory target = to;
            return CopySpeed.measure(bytes, () -> parts.timings().copy(from, target, bytes));
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
    parts.close();
  }

  /** What it is made of. */
  Parts parts() {
    return parts;
  }

  private void host(
      Operation operation,
      Direction direction,
      Shape shape,
      FloatBuffer a,
      @Nullable FloatBuffer b,
      FloatBuffer out) {
    if (shape.size() > 0) {
      engine.run(
          () -> {
            told.of(
                operation,
                direction,
                shape,
                kernels -> parts.hostCalls().run(kernels, operation, direction, shape, a, b, out));
            return true;
          });
      told.tell();
    }
  }
}
