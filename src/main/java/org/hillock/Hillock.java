package org.hillock;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.hillock.backend.Backend;
import org.hillock.backend.Device;
import org.hillock.backend.DeviceException;
import org.hillock.backend.FallbackBackend;
import org.hillock.backend.MismatchException;
import org.hillock.backend.Placements;
import org.hillock.backend.PlacingBackend;
import org.hillock.backend.Profile;
import org.hillock.backend.Statistics;
import org.hillock.backend.Tensor;
import org.hillock.backend.UserCache;
import org.hillock.backend.Verification;
import org.hillock.backend.VerifyingBackend;
import org.hillock.insight.Watch;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.hillock.opencl.OpenCl;
import org.jspecify.annotations.Nullable;

/**
 * The front door: activation functions and softmax, forward and backward, on the best device that
 * is there or on the CPU, with the same bits on all of them.
 *
 * <pre>{@code
 * try (Hillock hillock = Hillock.open()) {
 *   float[] y = hillock.forward(Activation.GELU, x);
 *   float[] dx = hillock.backward(Activation.GELU, x, dy);
 * }
 * }</pre>
 *
 * <p>Data is float32, dense, in C order. The arrays of one call may be the same array. An empty
 * array is a no-op. Every method throws {@link NullPointerException} or {@link
 * IllegalArgumentException} for a bad argument, {@link IllegalStateException} once closed, all
 * before anything is touched; {@link DeviceException} when the device fails; {@link
 * MismatchException} when {@linkplain #verified verification} finds a difference. Safe for use by
 * many threads.
 */
public final class Hillock implements AutoCloseable {

  /** What several views of one open device share. */
  private record Shared(
      Backend device,
      FallbackBackend fallback,
      Door door,
      String choice,
      CopyOnce copy,
      @Nullable Placements placements) {}

  private final Shared shared;
  private final DeviceFailure policy;
  private final @Nullable Verification verification;
  private final @Nullable Consumer<Profile> listener;
  private final Door door;
  private final Backend backend;
  private final Watched watched;

  private Hillock(
      Shared shared,
      DeviceFailure policy,
      @Nullable Verification verification,
      @Nullable Consumer<Profile> listener) {
    this.shared = shared;
    this.policy = policy;
    this.verification = verification;
    this.listener = listener;
    door = shared.door();
    backend = view(policy == DeviceFailure.THROW ? shared.device() : shared.fallback());
    watched = new Watched(backend);
  }

  /** What is to be verified is computed on the device, wherever that takes less time. */
  private Backend view(Backend chosen) {
    Backend told = listener == null ? chosen : chosen.profiled(listener);
    if (verification != null) {
      return new VerifyingBackend(told, Opener.reference(), verification);
    }
    Placements placements = shared.placements();
    if (placements == null) {
      return told;
    }
    Backend cpu = Opener.reference();
    return new PlacingBackend(told, listener == null ? cpu : cpu.profiled(listener), placements);
  }

  /**
   * Opens the device that the system property {@code hillock.device}, else the environment's {@code
   * HILLOCK_DEVICE}, asks for as {@link #open(String)} does, else the best one that is there.
   *
   * @return an open Hillock, to be closed by the caller
   * @throws IllegalArgumentException when a device was asked for that is not there
   */
  public static Hillock open() {
    return open(Opener.requested());
  }

  /**
   * Opens a device.
   *
   * @param device {@code auto} (a GPU, else an accelerator, else the CPU implementation; calls on
   *     arrays and buffers that the CPU implementation was measured to be faster at go there),
   *     {@code cpu} (our own implementation), {@code gpu}, an id such as {@code opencl:0:0}, or a
   *     part of a device's name in any case
   * @return an open Hillock, to be closed by the caller
   * @throws IllegalArgumentException when there is no such device; the message lists those that are
   *     there
   * @throws DeviceException when the device was asked for by id or name and cannot be used
   */
  public static Hillock open(String device) {
    return open(Opener.STANDARD, Door.named("device", device));
  }

  /**
   * Computes on a backend that the caller has opened, once it has passed its self-test: on an
   * OpenCL context and queue of the caller's own, as {@code org.hillock.opencl.OpenClInterop} makes
   * one.
   *
   * @param backend an open backend, which is closed with the Hillock, or at once if it fails
   * @return an open Hillock, to be closed by the caller
   * @throws DeviceException when the device fails or gives other bits than the CPU implementation
   */
  public static Hillock on(Backend backend) {
    Opener.Opened given = Opener.given(Door.named("backend", backend));
    return of(given, owner(backend));
  }

  /** Opens a device that an opener chooses. */
  static Hillock open(Opener opener, String device) {
    Opener.Opened opened = opener.open(device);
    return of(opened, opened.backend());
  }

  /** Whose tensors a backend takes: its own, unless it is a view of another. */
  private static Backend owner(Backend backend) {
    try (Tensor empty = backend.tensor(Shape.of(0))) {
      return empty.owner();
    }
  }

  private static Hillock of(Opener.Opened opened, Backend owner) {
    Backend backend = opened.backend();
    FallbackBackend fallback = new FallbackBackend(backend, Opener.reference());
    Placements placements =
        opened.free() ? new Placements(backend, Opener.reference(), UserCache.standard()) : null;
    Shared shared =
        new Shared(
            backend, fallback, new Door(owner), opened.reason(), new CopyOnce(backend), placements);
    return new Hillock(shared, DeviceFailure.THROW, null, null);
  }

  /**
   * Searches for the sizes of kernels (work-groups, vectors at a time) that make an OpenCL device
   * fastest, in some seconds to a minute, and keeps them in the user's cache folder for whoever
   * opens the device from now on, with this driver. The results stay the same bits: the device has
   * to pass its self-test with what was found.
   *
   * @param device as for {@link #open(String)}
   * @param progress told a line for each size: how long each candidate takes, as a share of what
   *     stood, and what is taken
   * @return the sizes found, by their names
   * @throws IllegalArgumentException when there is no such device, or it is the CPU implementation,
   *     which has nothing to tune
   * @throws DeviceException when the device fails
   */
  public static String tune(String device, Consumer<String> progress) {
    Door.named("progress", progress);
    Device found;
    try (Hillock hillock = open(device)) {
      found = hillock.device();
    }
    if (found.type() == Device.Type.JAVA) {
      throw new IllegalArgumentException(
          "device \"" + device + "\" is " + found + "; expected an OpenCL device to tune");
    }
    return OpenCl.tune(found.id(), backend -> SelfTest.run(backend, Opener.reference()), progress);
  }

  /**
   * Every device that can be opened: those of OpenCL, and our own CPU implementation at the end.
   *
   * @return their descriptions
   */
  public static List<Device> devices() {
    return Opener.STANDARD.devices();
  }

  /**
   * Why OpenCL cannot be used at all: no loader, no driver, or no device.
   *
   * @return the cause; empty when there is at least one OpenCL device
   */
  public static Optional<Throwable> openClUnavailable() {
    return Opener.STANDARD.unavailable();
  }

  /**
   * Platforms and devices of OpenCL that were passed over because they do not answer or lack
   * something.
   *
   * @return one sentence for each
   */
  public static List<String> refusals() {
    return Opener.STANDARD.refusals();
  }

  /**
   * What this Hillock computes on.
   *
   * @return the device's description
   */
  public Device device() {
    return backend.device();
  }

  /**
   * The backend that computes, beside other code on the same device: see {@code
   * org.hillock.opencl.OpenClInterop}. It is this Hillock's to close, and checks no argument.
   *
   * @return the backend, which owns this Hillock's tensors
   */
  public Backend backend() {
    return shared.device();
  }

  /**
   * Why this device was chosen, and which better ones were refused; and, where none was asked for,
   * which calls on host arrays and buffers go to it.
   *
   * @return one sentence
   */
  public String choice() {
    Placements placements = shared.placements();
    return placements == null ? shared.choice() : shared.choice() + "; " + placements.choice();
  }

  /**
   * The same Hillock with its results checked, bit by bit, against the CPU implementation. It
   * shares the device, which computes all of them: closing either closes both.
   *
   * @param verification how much of each result is checked
   * @return a Hillock that throws {@link MismatchException} on the first difference
   */
  public Hillock verified(Verification verification) {
    door.checkOpen();
    return new Hillock(shared, policy, Door.named("verification", verification), listener);
  }

  /**
   * The same Hillock with another answer to a device that fails during a call. It shares the
   * device: closing either closes both.
   *
   * @param policy what to do
   * @return a Hillock that does so
   */
  public Hillock onDeviceFailure(DeviceFailure policy) {
    door.checkOpen();
    return new Hillock(shared, Door.named("policy", policy), verification, listener);
  }

  /**
   * The same Hillock, with each of its calls timed where it is computed: the device's clock, kernel
   * by kernel; or the host's for the CPU implementation, and for a device that has no clock or
   * whose queue is a user's that keeps no times. It shares the device: closing either closes both.
   * By a device's clock nothing waits for a time: the listener is told, by a thread that calls,
   * when the device is seen to be done with a call; after {@link #finish()} and {@link #close()} it
   * has been told of all that this thread asked for. By the host's each call is waited for. Several
   * threads may tell it at once. What it throws is logged, and breaks no call. From the first time
   * on that this is asked for, the device keeps times for every view of it.
   *
   * <pre>{@code
   * hillock.profiled(p -> System.out.println(p.gigabytesPerSecond() / hillock.copySpeed()))
   *     .forward(Activation.GELU, x, y);
   * }</pre>
   *
   * @param listener told of every call that computes something; in the place of an earlier one
   * @return a Hillock whose calls are told of
   * @throws DeviceException when the device cannot keep times
   */
  public Hillock profiled(Consumer<Profile> listener) {
    door.checkOpen();
    return new Hillock(shared, policy, verification, Door.named("listener", listener));
  }

  /**
   * How fast a plain copy is on the device, measured when first asked for: a copy of resident data,
   * of up to 64 MiB, by the clock that {@link #profiled} takes, which starts it likewise.
   *
   * @return bytes read and written, in 10^9 a second
   * @throws DeviceException when the device fails
   */
  public double copySpeed() {
    door.checkOpen();
    return shared.copy().gigabytesPerSecond();
  }

  /**
   * Computes an activation into a new array.
   *
   * @param operation the activation
   * @param x the input
   * @return y, as long as x
   */
  public float[] forward(Elementwise operation, float[] x) {
    door.checkOpen();
    Door.named("operation", operation);
    return forward(operation, x, new float[Door.length("x", x)]);
  }

  /**
   * Computes an activation into a given array.
   *
   * @param operation the activation
   * @param x the input
   * @param y the output, as long as x; may be x
   * @return y
   */
  public float[] forward(Elementwise operation, float[] x, float[] y) {
    door.checkOpen();
    Door.named("operation", operation);
    Door.named("x", x);
    Door.checkLength("y", y, x);
    if (x.length > 0) {
      backend.forward(operation, x, y);
    }
    return y;
  }

  /**
   * Computes an operation into a new array.
   *
   * @param operation what to compute
   * @param x the input, of the given shape
   * @param shape the shape, for example rows and columns
   * @return y, of the same shape
   */
  public float[] forward(Operation operation, float[] x, Shape shape) {
    door.checkCall(operation, shape);
    Door.checkLength("x", x, shape);
    operation.check(shape);
    return forward(operation, x, new float[x.length], shape);
  }

  /**
   * Computes an operation into a given array.
   *
   * @param operation what to compute
   * @param x the input, of the given shape
   * @param y the output, of the same shape; may be x
   * @param shape the shape, for example rows and columns
   * @return y
   */
  public float[] forward(Operation operation, float[] x, float[] y, Shape shape) {
    door.checkCall(operation, shape);
    Door.checkLength("x", x, shape);
    Door.checkLength("y", y, shape);
    operation.check(shape);
    if (shape.size() > 0) {
      backend.forward(operation, shape, x, y);
    }
    return y;
  }

  /**
   * Computes the gradient of an activation into a new array.
   *
   * @param operation the activation
   * @param x the saved input
   * @param dy the upstream gradient, as long as x
   * @return dx = dy · slope(x), as long as x
   */
  public float[] backward(Elementwise operation, float[] x, float[] dy) {
    door.checkOpen();
    Door.named("operation", operation);
    Door.named("x", x);
    Door.checkLength("dy", dy, x);
    return backward(operation, x, dy, new float[x.length]);
  }

  /**
   * Computes the gradient of an activation into a given array.
   *
   * @param operation the activation
   * @param x the saved input
   * @param dy the upstream gradient, as long as x
   * @param dx the output, as long as x; may be x or dy
   * @return dx = dy · slope(x)
   */
  public float[] backward(Elementwise operation, float[] x, float[] dy, float[] dx) {
    door.checkOpen();
    Door.named("operation", operation);
    Door.named("x", x);
    Door.checkLength("dy", dy, x);
    Door.checkLength("dx", dx, x);
    if (x.length > 0) {
      backend.backward(operation, x, dy, dx);
    }
    return dx;
  }

  /**
   * Computes the gradient of an operation into a new array.
   *
   * @param operation what to compute
   * @param saved the saved input of an {@link Elementwise activation}, the saved output of a {@link
   *     Softmax}
   * @param dy the upstream gradient, of the same shape
   * @param shape the shape, for example rows and columns
   * @return dx, of the same shape
   */
  public float[] backward(Operation operation, float[] saved, float[] dy, Shape shape) {
    door.checkCall(operation, shape);
    Door.checkLength("saved", saved, shape);
    Door.checkLength("dy", dy, shape);
    operation.check(shape);
    return backward(operation, saved, dy, new float[saved.length], shape);
  }

  /**
   * Computes the gradient of an operation into a given array.
   *
   * @param operation what to compute
   * @param saved the saved input of an {@link Elementwise activation}, the saved output of a {@link
   *     Softmax}
   * @param dy the upstream gradient, of the same shape
   * @param dx the output, of the same shape; may be saved or dy
   * @param shape the shape, for example rows and columns
   * @return dx
   */
  public float[] backward(Operation operation, float[] saved, float[] dy, float[] dx, Shape shape) {
    door.checkCall(operation, shape);
    Door.checkLength("saved", saved, shape);
    Door.checkLength("dy", dy, shape);
    Door.checkLength("dx", dx, shape);
    operation.check(shape);
    if (shape.size() > 0) {
      backend.backward(operation, shape, saved, dy, dx);
    }
    return dx;
  }

  /**
   * Computes an operation from one buffer into another, direct or not, of any byte order: the
   * elements from each buffer's position to its limit, neither of which is moved. Several threads
   * may read and write them.
   *
   * @param operation what to compute
   * @param x the input, of the given shape
   * @param y the output, of the same shape; may be x, or else must not overlap it
   * @param shape the shape, for example rows and columns
   * @return y
   */
  public FloatBuffer forward(Operation operation, FloatBuffer x, FloatBuffer y, Shape shape) {
    door.checkCall(operation, shape);
    Door.checkLength("x", x, shape);
    Door.checkWritable("y", y, shape);
    operation.check(shape);
    if (shape.size() > 0) {
      backend.forward(operation, shape, x, y);
    }
    return y;
  }

  /**
   * Computes the gradient of an operation in buffers, direct or not, of any byte order: the
   * elements from each buffer's position to its limit, neither of which is moved. Several threads
   * may read and write them.
   *
   * @param operation what to compute
   * @param saved the saved input of an {@link Elementwise activation}, the saved output of a {@link
   *     Softmax}
   * @param dy the upstream gradient, of the same shape
   * @param dx the output, of the same shape; may be saved or dy, or else must not overlap them
   * @param shape the shape, for example rows and columns
   * @return dx
   */
  public FloatBuffer backward(
      Operation operation, FloatBuffer saved, FloatBuffer dy, FloatBuffer dx, Shape shape) {
    door.checkCall(operation, shape);
    Door.checkLength("saved", saved, shape);
    Door.checkLength("dy", dy, shape);
    Door.checkWritable("dx", dx, shape);
    operation.check(shape);
    if (shape.size() > 0) {
      backend.backward(operation, shape, saved, dy, dx);
    }
    return dx;
  }

  /**
   * Memory on the device, its content undefined.
   *
   * @param shape the shape
   * @return a tensor that the caller closes
   * @throws DeviceException when the memory is not to be had
   */
  public Tensor tensor(Shape shape) {
    door.checkOpen();
    return backend.tensor(Door.named("shape", shape));
  }

  /**
   * Data on the device.
   *
   * @param shape the shape
   * @param values its elements in C order
   * @return a tensor that the caller closes
   * @throws DeviceException when the memory is not to be had
   */
  public Tensor tensor(Shape shape, float[] values) {
    door.checkOpen();
    Door.checkLength("values", values, Door.named("shape", shape));
    Tensor tensor = backend.tensor(shape);
    try {
      return tensor.upload(values);
    } catch (RuntimeException e) {
      tensor.close();
      throw e;
    }
  }

  /**
   * Computes an operation on resident data, behind all that was asked of this Hillock before, and
   * may return before it is done.
   *
   * @param operation what to compute
   * @param x the input
   * @param y the output, of the same shape; may be x
   */
  public void forward(Operation operation, Tensor x, Tensor y) {
    door.checkTensors(operation, new String[] {"x", "y"}, x, y);
    if (x.shape().size() > 0) {
      backend.forward(operation, x, y);
    }
  }

  /**
   * Computes the gradient of an operation on resident data, behind all that was asked of this
   * Hillock before, and may return before it is done.
   *
   * @param operation what to compute
   * @param saved the saved input of an {@link Elementwise activation}, the saved output of a {@link
   *     Softmax}
   * @param dy the upstream gradient, of the same shape
   * @param dx the output, of the same shape; may be saved or dy
   */
  public void backward(Operation operation, Tensor saved, Tensor dy, Tensor dx) {
    door.checkTensors(operation, new String[] {"saved", "dy", "dx"}, saved, dy, dx);
    if (saved.shape().size() > 0) {
      backend.backward(operation, saved, dy, dx);
    }
  }

  /**
   * Statistics of what passes through this Hillock's operations: dead units, saturation, NaN. They
   * are gathered in the operations' own pass, where the values are; only a summary travels.
   *
   * @param watch what to gather
   * @return statistics to hand to calls, which the caller closes
   * @throws IllegalStateException when this is closed
   * @throws DeviceException when the device has no memory for them
   */
  public Statistics statistics(Watch watch) {
    door.checkOpen();
    return backend.statistics(Door.named("watch", watch));
  }

  /**
   * Computes y from x like {@link #forward(Operation, float[], float[], Shape)}, and gathers
   * statistics of it.
   *
   * @param operation what to compute
   * @param x the input
   * @param y the output; may be x
   * @param shape the shape of both; its last axis counts the units
   * @param stats what gathers, of this Hillock
   * @return y
   * @throws IllegalArgumentException when an argument does not fit
   * @throws IllegalStateException when this, a tensor or the statistics are closed
   * @throws DeviceException when the device fails, whatever the policy: statistics live on it
   */
  public float[] forward(Operation operation, float[] x, float[] y, Shape shape, Statistics stats) {
    door.checkCall(operation, shape);
    Door.checkLength("x", x, shape);
    Door.checkLength("y", y, shape);
    operation.check(shape);
    door.checkStatistics(stats, operation, Direction.FORWARD, shape);
    if (shape.size() > 0) {
      watched.forward(operation, shape, x, y, stats);
    }
    return y;
  }

  /**
   * Computes an activation like {@link #forward(Elementwise, float[], float[])}, and gathers
   * statistics of it.
   *
   * @param operation the activation
   * @param x the input
   * @param y the output, as long as x; may be x
   * @param stats what gathers, of this Hillock
   * @return y
   * @throws IllegalArgumentException when an argument does not fit
   * @throws IllegalStateException when this, a tensor or the statistics are closed
   * @throws DeviceException when the device fails, whatever the policy: statistics live on it
   */
  public float[] forward(Elementwise operation, float[] x, float[] y, Statistics stats) {
    return forward(operation, x, y, Shape.of(Door.length("x", x)), stats);
  }

  /**
   * Computes dx like {@link #backward(Operation, float[], float[], float[], Shape)}, and gathers
   * statistics of it.
   *
   * @param operation what to compute
   * @param saved the input of an activation, the output of a softmax
   * @param dy the upstream gradient
   * @param dx the output; may be another of the arrays
   * @param shape the shape of all three; its last axis counts the units
   * @param stats what gathers, of this Hillock
   * @return dx
   * @throws IllegalArgumentException when an argument does not fit
   * @throws IllegalStateException when this, a tensor or the statistics are closed
   * @throws DeviceException when the device fails, whatever the policy: statistics live on it
   */
  public float[] backward(
      Operation operation, float[] saved, float[] dy, float[] dx, Shape shape, Statistics stats) {
    door.checkCall(operation, shape);
    Door.checkLength("saved", saved, shape);
    Door.checkLength("dy", dy, shape);
    Door.checkLength("dx", dx, shape);
    operation.check(shape);
    door.checkStatistics(stats, operation, Direction.BACKWARD, shape);
    if (shape.size() > 0) {
      watched.backward(operation, shape, saved, dy, dx, stats);
    }
    return dx;
  }

  /**
   * Computes the gradient of an activation like {@link #backward(Elementwise, float[], float[],
   * float[])}, and gathers statistics of it.
   *
   * @param operation the activation
   * @param x the saved input
   * @param dy the upstream gradient, as long as x
   * @param dx the output, as long as x; may be another of the arrays
   * @param stats what gathers, of this Hillock
   * @return dx
   * @throws IllegalArgumentException when an argument does not fit
   * @throws IllegalStateException when this, a tensor or the statistics are closed
   * @throws DeviceException when the device fails, whatever the policy: statistics live on it
   */
  public float[] backward(
      Elementwise operation, float[] x, float[] dy, float[] dx, Statistics stats) {
    return backward(operation, x, dy, dx, Shape.of(Door.length("x", x)), stats);
  }

  /**
   * Computes y from x on resident data, and gathers statistics of it there.
   *
   * @param operation what to compute
   * @param x the input; its last axis counts the units
   * @param y the output, of the same shape; may be x
   * @param stats what gathers, of this Hillock
   * @throws IllegalArgumentException when an argument does not fit
   * @throws IllegalStateException when this, a tensor or the statistics are closed
   * @throws DeviceException when the device fails
   */
  public void forward(Operation operation, Tensor x, Tensor y, Statistics stats) {
    door.checkTensors(operation, new String[] {"x", "y"}, x, y);
    door.checkStatistics(stats, operation, Direction.FORWARD, x.shape());
    if (x.shape().size() > 0) {
      watched.forward(operation, x, y, stats);
    }
  }

  /**
   * Computes dx on resident data, and gathers statistics of it there.
   *
   * @param operation what to compute
   * @param saved the input of an activation, the output of a softmax
   * @param dy the upstream gradient, of the same shape
   * @param dx the output, of the same shape; may be another of the tensors
   * @param stats what gathers, of this Hillock
   * @throws IllegalArgumentException when an argument does not fit
   * @throws IllegalStateException when this, a tensor or the statistics are closed
   * @throws DeviceException when the device fails
   */
  public void backward(Operation operation, Tensor saved, Tensor dy, Tensor dx, Statistics stats) {
    door.checkTensors(operation, new String[] {"saved", "dy", "dx"}, saved, dy, dx);
    door.checkStatistics(stats, operation, Direction.BACKWARD, saved.shape());
    if (saved.shape().size() > 0) {
      watched.backward(operation, saved, dy, dx, stats);
    }
  }

  /**
   * Computes {@code y = f(x + bias)} on resident data in one pass, as a layer does.
   *
   * @param operation the activation f
   * @param x the input; its last axis counts the units
   * @param bias one number for each unit
   * @param y the output, of the same shape as x; may be x
   * @param stats what gathers, of this Hillock; or null
   * @throws IllegalArgumentException when an argument does not fit
   * @throws IllegalStateException when this, a tensor or the statistics are closed
   * @throws DeviceException when the device fails
   */
  public void forward(
      Elementwise operation, Tensor x, Tensor bias, Tensor y, @Nullable Statistics stats) {
    door.checkTensors(operation, new String[] {"x", "y"}, x, y);
    door.checkBias("bias", bias, x, y);
    if (stats != null) {
      door.checkStatistics(stats, operation, Direction.FORWARD, x.shape());
    }
    if (x.shape().size() > 0) {
      watched.forward(operation, x, bias, y, stats);
    }
  }

  /**
   * Computes {@code dx = dy · f'(x + bias)} on resident data, and the gradient of the bias: the sum
   * of each column of dx, in the order that {@link Watch} defines for units.
   *
   * @param operation the activation f
   * @param x the saved input, without the bias; its last axis counts the units
   * @param bias one number for each unit
   * @param dy the upstream gradient, of the same shape as x
   * @param dx the output, of the same shape as x; may be x or dy
   * @param biasGradient the output for the bias, of its shape; 0 where x has no rows
   * @param stats what gathers, of this Hillock; or null
   * @throws IllegalArgumentException when an argument does not fit
   * @throws IllegalStateException when this, a tensor or the statistics are closed
   * @throws DeviceException when the device fails
   */
  public void backward(
      Elementwise operation,
      Tensor x,
      Tensor bias,
      Tensor dy,
      Tensor dx,
      Tensor biasGradient,
      @Nullable Statistics stats) {
    door.checkTensors(operation, new String[] {"x", "dy", "dx"}, x, dy, dx);
    door.checkBias("bias", bias, x, dx);
    door.checkBias("biasGradient", biasGradient, x, x, dy, dx, bias);
    if (stats != null) {
      door.checkStatistics(stats, operation, Direction.BACKWARD, x.shape());
    }
    if (x.shape().size() > 0) {
      watched.backward(operation, x, bias, dy, dx, biasGradient, stats);
    } else {
      biasGradient.upload(new float[(int) biasGradient.shape().size()]);
    }
  }

  /** Waits until all that was asked of resident data is done. */
  public void finish() {
    door.checkOpen();
    backend.finish();
  }

  /** Gives the device back. Closing again does nothing. */
  @Override
  public void close() {
    if (door.shut()) {
      shared.device().close();
    }
  }
}
