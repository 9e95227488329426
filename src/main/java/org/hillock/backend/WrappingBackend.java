package org.hillock.backend;

import java.nio.FloatBuffer;
import org.hillock.insight.Watch;
import org.hillock.op.Elementwise;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.jspecify.annotations.Nullable;

/** A backend that hands every call on; what it does differently, its subclasses say. */
abstract class WrappingBackend implements Backend {

  private final Backend inner;

  /** Wraps a backend, which is closed with this one. */
  WrappingBackend(Backend inner) {
    this.inner = inner;
  }

  @Override
  public Device device() {
    return inner.device();
  }

  @Override
  public Tensor tensor(Shape shape) {
    return inner.tensor(shape);
  }

  @Override
  public Tensor lend(Shape shape, float[] values) {
    return inner.lend(shape, values);
  }

  @Override
  public Statistics statistics(Watch watch) {
    return inner.statistics(watch);
  }

  @Override
  public void forward(Operation operation, Tensor x, Tensor y) {
    inner.forward(operation, x, y);
  }

  @Override
  public void backward(Operation operation, Tensor saved, Tensor dy, Tensor dx) {
    inner.backward(operation, saved, dy, dx);
  }

  @Override
  public void forward(
      Elementwise operation,
      Tensor x,
      @Nullable Tensor bias,
      Tensor y,
      @Nullable Statistics stats) {
    inner.forward(operation, x, bias, y, stats);
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
    inner.backward(operation, x, bias, dy, dx, biasGradient, stats);
  }

  @Override
  public void forward(Softmax softmax, Tensor x, Tensor y, Statistics stats) {
    inner.forward(softmax, x, y, stats);
  }

  @Override
  public void backward(Softmax softmax, Tensor y, Tensor dy, Tensor dx, Statistics stats) {
    inner.backward(softmax, y, dy, dx, stats);
  }

  @Override
  public void forward(Operation operation, Shape shape, float[] x, float[] y) {
    inner.forward(operation, shape, x, y);
  }

  @Override
  public void backward(Operation operation, Shape shape, float[] saved, float[] dy, float[] dx) {
    inner.backward(operation, shape, saved, dy, dx);
  }

  @Override
  public void forward(Operation operation, Shape shape, FloatBuffer x, FloatBuffer y) {
    inner.forward(operation, shape, x, y);
  }

  @Override
  public void backward(
      Operation operation, Shape shape, FloatBuffer saved, FloatBuffer dy, FloatBuffer dx) {
    inner.backward(operation, shape, saved, dy, dx);
  }

  @Override
  public double copySpeed() {
    return inner.copySpeed();
  }

  @Override
  public void finish() {
    inner.finish();
  }

  @Override
  public void close() {
    inner.close();
  }
}
