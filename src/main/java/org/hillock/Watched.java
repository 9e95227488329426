package org.hillock;

import org.hillock.backend.Backend;
import org.hillock.backend.Statistics;
import org.hillock.backend.Tensor;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.jspecify.annotations.Nullable;

/** Calls with a bias or with statistics, which have been checked, on a backend. */
final class Watched {

  private final Backend backend;

  Watched(Backend backend) {
    this.backend = backend;
  }

  void forward(Operation operation, Shape shape, float[] x, float[] y, Statistics stats) {
    try (Tensor in = backend.lend(shape, x);
        Tensor out = y == x ? in : backend.lend(shape, y)) {
      forward(operation, in, out, stats);
      out.download(y);
    }
  }

  void backward(
      Operation operation, Shape shape, float[] saved, float[] dy, float[] dx, Statistics stats) {
    try (Tensor in = backend.lend(shape, saved);
        Tensor gradient = dy == saved ? in : backend.lend(shape, dy);
        Tensor out = dx == saved ? in : dx == dy ? gradient : backend.lend(shape, dx)) {
      backward(operation, in, gradient, out, stats);
      out.download(dx);
    }
  }

  void forward(Operation operation, Tensor x, Tensor y, Statistics stats) {
    if (operation instanceof Elementwise e) {
      forward(e, x, null, y, stats);
    } else if (operation instanceof Softmax s) {
      backend.forward(s, x, y, stats);
      stats.begin(s, Direction.FORWARD);
    }
  }

  void backward(Operation operation, Tensor saved, Tensor dy, Tensor dx, Statistics stats) {
    if (operation instanceof Elementwise e) {
      backward(e, saved, null, dy, dx, null, stats);
    } else if (operation instanceof Softmax s) {
      backend.backward(s, saved, dy, dx, stats);
      stats.begin(s, Direction.BACKWARD);
    }
  }

  void forward(
      Elementwise operation,
      Tensor x,
      @Nullable Tensor bias,
      Tensor y,
      @Nullable Statistics stats) {
    backend.forward(operation, x, bias, y, stats);
    if (stats != null) {
      stats.begin(operation, Direction.FORWARD);
    }
  }

  void backward(
      Elementwise operation,
      Tensor x,
      @Nullable Tensor bias,
      Tensor dy,
      Tensor dx,
      @Nullable Tensor biasGradient,
      @Nullable Statistics stats) {
    backend.backward(operation, x, bias, dy, dx, biasGradient, stats);
    if (stats != null) {
      stats.begin(operation, Direction.BACKWARD);
    }
  }
}
