package org.hillock.backend;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.hillock.op.Direction;
import org.hillock.op.Operation;
import org.hillock.op.Shape;

/** A backend whose calls are timed by the host's clock, until the backend has finished each. */
final class WallClock implements Backend {

  private final Backend inner;
  private final Consumer<Profile> listener;

  WallClock(Backend inner, Consumer<Profile> listener) {
    this.inner = inner;
    this.listener = listener;
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

  private void time(Operation operation, Direction direction, Shape shape, Runnable call) {
    long start = System.nanoTime();
    call.run();
    long end = System.nanoTime();
    Profile.Kernel whole = new Profile.Kernel("call", start, start, start, end);
    new Profile(operation, direction, shape, Profile.Clock.HOST, List.of(whole)).tell(listener);
  }
}
