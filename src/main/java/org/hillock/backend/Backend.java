package org.hillock.backend;

import java.nio.FloatBuffer;
import java.util.function.Consumer;
import org.hillock.insight.Watch;
import org.hillock.op.Elementwise;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.jspecify.annotations.Nullable;

/**
 * A place that computes every operation of the catalogue, forward and backward, with the same bits
 * as any other. Safe for use by many threads. Arguments have been checked by the caller: lengths
 * and shapes agree, tensors are open and its own. Any of the arrays or tensors of one call may be
 * the same.
 */
public interface Backend extends AutoCloseable {

  /**
   * What it runs on.
   *
   * @return the description
   */
  Device device();

  /**
   * Memory for data that stays there between operations, its content undefined.
   *
   * @param shape the shape
   * @return a tensor that the caller closes
   * @throws DeviceException when the memory is not to be had
   */
  Tensor tensor(Shape shape);

  /**
   * A tensor with the content of an array: on the CPU the array itself, elsewhere a copy, which the
   * caller downloads.
   *
   * @param shape the shape
   * @param values as many elements as the shape has
   * @return a tensor that the caller closes
   * @throws DeviceException when the memory is not to be had
   */
  default Tensor lend(Shape shape, float[] values) {
    Tensor tensor = tensor(shape);
    try {
      return tensor.upload(values);
    } catch (RuntimeException e) {
      tensor.close();
      throw e;
    }
  }

  /**
   * Statistics that gather what passes through this backend's operations.
   *
   * @param watch what to gather
   * @return statistics that the caller closes
   * @throws DeviceException when the memory is not to be had
   */
  default Statistics statistics(Watch watch) {
    return new HostStatistics(this, watch);
  }

  /**
   * Computes y from x on resident data, behind all that was asked before.
   *
   * @param operation what to compute
   * @param x the input
   * @param y the output, of the same shape
   * @throws DeviceException when the device fails
   */
  void forward(Operation operation, Tensor x, Tensor y);

  /**
   * Computes dx from what was saved and dy on resident data, behind all that was asked before.
   *
   * @param operation what to compute
   * @param saved the input of an activation, the output of a softmax
   * @param dy the upstream gradient, of the same shape
   * @param dx the output, of the same shape
   * @throws DeviceException when the device fails
   */
  void backward(Operation operation, Tensor saved, Tensor dy, Tensor dx);

  /**
   * Computes y = f(x + bias) on resident data, behind all that was asked before, and gathers
   * statistics of it.
   *
   * @param operation the activation f
   * @param x the input
   * @param bias a number for each column (index along the last axis) of x, or null
   * @param y the output, of the same shape as x
   * @param stats what gathers, of this backend; or null
   * @throws DeviceException when the device fails
   */
  default void forward(
      Elementwise operation,
      Tensor x,
      @Nullable Tensor bias,
      Tensor y,
      @Nullable Statistics stats) {
    new Observed(this).forward(operation, x, bias, y, (HostStatistics) stats);
  }

  /**
   * Computes dx = dy · f'(x + bias), and the bias's gradient, which is the sum of each column of dx
   * in the order of {@link Watch}, on resident data, behind all that was asked before; and gathers
   * statistics of it.
   *
   * @param operation the activation f
   * @param x the saved input, without its bias
   * @param bias a number for each column (index along the last axis) of x, or null
   * @param dy the upstream gradient, of the same shape as x
   * @param dx the output, of the same shape as x
   * @param biasGradient the output for the bias, of the bias's shape; null without a bias
   * @param stats what gathers, of this backend; or null
   * @throws DeviceException when the device fails
   */
  default void backward(
      Elementwise operation,
      Tensor x,
      @Nullable Tensor bias,
      Tensor dy,
      Tensor dx,
      @Nullable Tensor biasGradient,
      @Nullable Statistics stats) {
    HostStatistics host = (HostStatistics) stats;
    new Observed(this).backward(operation, x, bias, dy, dx, biasGradient, host);
  }

  /**
   * Computes a softmax on resident data, behind all that was asked before, and gathers statistics
   * of it. {@link Observed} does so for whoever has {@link RowMaps}.
   *
   * @param softmax the softmax
   * @param x the input
   * @param y the output, of the same shape
   * @param stats what gathers, of this backend
   * @throws DeviceException when the device fails
   */
  void forward(Softmax softmax, Tensor x, Tensor y, Statistics stats);

  /**
   * Computes the gradient of a softmax on resident data, behind all that was asked before, and
   * gathers statistics of it.
   *
   * @param softmax the softmax
   * @param y the saved output
   * @param dy the upstream gradient, of the same shape
   * @param dx the output, of the same shape
   * @param stats what gathers, of this backend
   * @throws DeviceException when the device fails
   */
  default void backward(Softmax softmax, Tensor y, Tensor dy, Tensor dx, Statistics stats) {
    new Observed(this).backward(softmax, y, dy, dx, (HostStatistics) stats);
  }

  /**
   * Computes y from x on host arrays.
   *
   * @param operation what to compute
   * @param shape the shape of both
   * @param x the input
   * @param y the output
   * @throws DeviceException when the device fails
   */
  void forward(Operation operation, Shape shape, float[] x, float[] y);

  /**
   * Computes dx from what was saved and dy on host arrays.
   *
   * @param operation what to compute
   * @param shape the shape of all three
   * @param saved the input of an activation, the output of a softmax
   * @param dy the upstream gradient
   * @param dx the output
   * @throws DeviceException when the device fails
   */
  void backward(Operation operation, Shape shape, float[] saved, float[] dy, float[] dx);

  /**
   * Computes an activation on host arrays, whose shape does not matter.
   *
   * @param operation the activation
   * @param x the input
   * @param y the output, as long as x
   * @throws DeviceException when the device fails
   */
  default void forward(Elementwise operation, float[] x, float[] y) {
    forward(operation, Shape.of(x.length), x, y);
  }

  /**
   * Computes the gradient of an activation on host arrays, whose shape does not matter.
   *
   * @param operation the activation
   * @param x the saved input
   * @param dy the upstream gradient, as long as x
   * @param dx the output, as long as x
   * @throws DeviceException when the device fails
   */
  default void backward(Elementwise operation, float[] x, float[] dy, float[] dx) {
    backward(operation, Shape.of(x.length), x, dy, dx);
  }

  /**
   * Computes y from x in buffers, each from its position to its limit.
   *
   * @param operation what to compute
   * @param shape the shape of both
   * @param x the input
   * @param y the output
   * @throws DeviceException when the device fails
   */
  default void forward(Operation operation, Shape shape, FloatBuffer x, FloatBuffer y) {
    float[] result = new float[y.remaining()];
    forward(operation, shape, array(x), result);
    y.put(y.position(), result);
  }

  /**
   * Computes dx from what was saved and dy in buffers, each from its position to its limit.
   *
   * @param operation what to compute
   * @param shape the shape of all three
   * @param saved the input of an activation, the output of a softmax
   * @param dy the upstream gradient
   * @param dx the output
   * @throws DeviceException when the device fails
   */
  default void backward(
      Operation operation, Shape shape, FloatBuffer saved, FloatBuffer dy, FloatBuffer dx) {
    float[] result = new float[dx.remaining()];
    backward(operation, shape, array(saved), array(dy), result);
    dx.put(dx.position(), result);
  }

  private static float[] array(FloatBuffer buffer) {
    float[] values = new float[buffer.remaining()];
    buffer.get(buffer.position(), values);
    return values;
  }

  /**
   * The same backend, each call of which is timed and told of: by the device's clock where it has
   * one that can be asked, else by the host's.
   *
   * @param listener told of every call that computes something, once it is known to be done
   * @return a view, which shares tensors with this backend and is closed with it
   */
  default Backend profiled(Consumer<Profile> listener) {
    return new WallClock(this, listener);
  }

  /**
   * Measures a plain copy of resident data.
   *
   * @return bytes read and written, in 10^9 a second: the median of a few copies
   * @throws DeviceException when the device fails
   */
  default double copySpeed() {
    return CopySpeed.measure(this);
  }

  /** Waits until all that was asked of resident data is done. */
  void finish();

  /** Gives everything back; tensors that are still open are released too. */
  @Override
  void close();
}
