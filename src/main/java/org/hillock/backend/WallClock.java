package org.hillock.backend;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.jspecify.annotations.Nullable;

/** A backend whose calls are timed by the host's clock, until the backend has finished each. */
final class WallClock extends WrappingBackend {

  private final Backend inner;
  private final Consumer<Profile> listener;

  WallClock(Backend inner, Consumer<Profile> listener) {
    super(inner);
    this.inner = inner;
    this.listener = listener;
  }

  @Override
  public void forward(Operation operation, Tensor x, Tensor y) {
    time(
        operation,
        Direction.FORWARD,
        x.shape(),
        () -> {
          inner.forward(operation, x, y);
          inner.finish();
        });
  }

  @Override
  public void backward(Operation operation, Tensor saved, Tensor dy, Tensor dx) {
    time(
        operation,
        Direction.BACKWARD,
        saved.shape(),
        () -> {
          inner.backward(operation, saved, dy, dx);
          inner.finish();
        });
  }

  @Override
  public void forward(
      Elementwise operation,
      Tensor x,
      @Nullable Tensor bias,
      Tensor y,
      @Nullable Statistics stats) {
    time(
        operation,
        Direction.FORWARD,
        x.shape(),
        () -> {
          inner.forward(operation, x, bias, y, stats);
          inner.finish();
        });
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
    time(
        operation,
        Direction.BACKWARD,
        x.shape(),
        () -> {
          inner.backward(operation, x, bias, dy, dx, biasGradient, stats);
          inner.finish();
        });
  }

  @Override
  public void forward(Softmax softmax, Tensor x, Tensor y, Statistics stats) {
    time(
        softmax,
        Direction.FORWARD,
        x.shape(),
        () -> {
          inner.forward(softmax, x, y, stats);
          inner.finish();
        });
  }

  @Override
  public void backward(Softmax softmax, Tensor y, Tensor dy, Tensor dx, Statistics stats) {
    time(
        softmax,
        Direction.BACKWARD,
        y.shape(),
        () -> {
          inner.backward(softmax, y, dy, dx, stats);
          inner.finish();
        });
  }

  @Override
  public void forward(Operation operation, Shape shape, float[] x, float[] y) {
    time(operation, Direction.FORWARD, shape, () -> inner.forward(operation, shape, x, y));
  }

  @Override
  public void backward(Operation operation, Shape shape, float[] saved, float[] dy, float[] dx) {
    time(
        operation,
        Direction.BACKWARD,
        shape,
        () -> inner.backward(operation, shape, saved, dy, dx));
  }

  @Override
  public void forward(Operation operation, Shape shape, FloatBuffer x, FloatBuffer y) {
    time(operation, Direction.FORWARD, shape, () -> inner.forward(operation, shape, x, y));
  }

  @Override
  public void backward(
      Operation operation, Shape shape, FloatBuffer saved, FloatBuffer dy, FloatBuffer dx) {
    time(
        operation,
        Direction.BACKWARD,
        shape,
        () -> inner.backward(operation, shape, saved, dy, dx));
  }

  private void time(Operation operation, Direction direction, Shape shape, Runnable call) {
    long start = System.nanoTime();
    call.run();
    long end = System.nanoTime();
    Profile.Kernel whole = new Profile.Kernel("call", start, start, start, end);
    new Profile(operation, direction, shape, Profile.Clock.HOST, List.of(whole)).tell(listener);
  }
}
