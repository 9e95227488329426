package org.hillock.backend;

import org.hillock.op.Operation;
import org.hillock.op.Shape;

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

  /** Waits until all that was asked of resident data is done. */
  void finish();

  /** Gives everything back; tensors that are still open are released too. */
  @Override
  void close();
}
