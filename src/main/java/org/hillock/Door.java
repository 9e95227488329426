package org.hillock;

import java.nio.FloatBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hillock.backend.Backend;
import org.hillock.backend.Statistics;
import org.hillock.backend.Tensor;
import org.hillock.op.Direction;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The checks that every argument passes once, for all backends alike, before anything is touched.
 */
final class Door {

  private final Backend backend;
  private final AtomicBoolean shut = new AtomicBoolean();

  /** The door of a backend, whose tensors alone may enter. */
  Door(Backend backend) {
    this.backend = backend;
  }

  /** The argument, if it is one. */
  static <T> T named(String name, @Nullable T argument) {
    if (argument == null) {
      throw new NullPointerException(name + " is null");
    }
    return argument;
  }

  static int length(String name, float @Nullable [] array) {
    return named(name, array).length;
  }

  static void checkLength(String name, float @Nullable [] array, Shape shape) {
    if (length(name, array) != shape.size()) {
      throw new IllegalArgumentException(
          "%s has %d elements; expected %d for shape %s"
              .formatted(name, length(name, array), shape.size(), shape));
    }
  }

  /** Checks what a call on host data is about; the arrays follow. */
  void checkCall(Operation operation, Shape shape) {
    checkOpen();
    named("operation", operation);
    named("shape", shape);
  }

  /** Checks an array of a call of an activation; the call allocates nothing. */
  static void checkLength(String name, float @Nullable [] array, float[] x) {
    if (length(name, array) != x.length) {
      checkLength(name, array, Shape.of(x.length));
    }
  }

  /** Checks a buffer that is read. */
  static void checkLength(String name, @Nullable FloatBuffer buffer, Shape shape) {
    int remaining = named(name, buffer).remaining();
    if (remaining != shape.size()) {
      throw new IllegalArgumentException(
          "%s has %d elements from its position to its limit; expected %d for shape %s"
              .formatted(name, remaining, shape.size(), shape));
    }
  }

  /** Checks a buffer that is written. */
  static void checkWritable(String name, @Nullable FloatBuffer buffer, Shape shape) {
    checkLength(name, buffer, shape);
    if (named(name, buffer).isReadOnly()) {
      throw new IllegalArgumentException(name + " is read-only; expected a buffer to write to");
    }
  }

  /** Checks tensors of which the last is written. */
  void checkTensors(Operation operation, String[] names, Tensor... tensors) {
    checkOpen();
    named("operation", operation);
    for (int i = 0; i < tensors.length; i++) {
      Tensor tensor = named(names[i], tensors[i]);
      if (tensor.isClosed()) {
        throw new IllegalStateException(names[i] + " is closed: " + tensor);
      }
      if (tensor.owner() != backend) {
        throw new IllegalArgumentException(
            "%s belongs to another Hillock: it is a %s, this is on %s"
                .formatted(names[i], tensor, backend.device()));
      }
      if (!tensor.shape().equals(tensors[0].shape())) {
        throw new IllegalArgumentException(
            "%s has shape %s; expected %s as %s has"
                .formatted(names[i], tensor.shape(), tensors[0].shape(), names[0]));
      }
    }
    operation.check(tensors[0].shape());
    checkOverlap(names, tensors);
  }

  /** Checks that the result is written over the very elements of an input, or over none. */
  private static void checkOverlap(String[] names, Tensor[] tensors) {
    int last = tensors.length - 1;
    Tensor result = tensors[last];
    for (int i = 0; i < last; i++) {
      if (result.overlaps(tensors[i]) && !result.isOnSameElementsAs(tensors[i])) {
        throw new IllegalArgumentException(
            "%s overlaps %s: a %s, and a %s; expected the same elements, or none in common"
                .formatted(names[last], names[i], result, tensors[i]));
      }
    }
  }

  /** Checks a number for each column of x, which has no element in common with other tensors. */
  void checkBias(String name, @Nullable Tensor bias, Tensor x, Tensor... apart) {
    Tensor given = named(name, bias);
    if (given.isClosed()) {
      throw new IllegalStateException(name + " is closed: " + given);
    }
    if (given.owner() != backend) {
      throw new IllegalArgumentException(
          "%s belongs to another Hillock: it is a %s, this is on %s"
              .formatted(name, given, backend.device()));
    }
    if (x.shape().rank() == 0 || !given.shape().equals(Shape.of(x.shape().dimension(-1)))) {
      throw new IllegalArgumentException(
          "%s has shape %s; expected a number for each column of x, whose shape is %s"
              .formatted(name, given.shape(), x.shape()));
    }
    for (Tensor other : apart) {
      if (given.overlaps(other)) {
        throw new IllegalArgumentException(
            "%s overlaps another tensor of the call: a %s, and a %s; expected no common element"
                .formatted(name, given, other));
      }
    }
  }

  /** Checks what gathers, behind the call's other arguments. */
  void checkStatistics(
      @Nullable Statistics stats, Operation operation, Direction direction, Shape shape) {
    Statistics given = named("stats", stats);
    if (given.owner() != backend) {
      throw new IllegalArgumentException(
          "stats belong to another Hillock, on %s; this is on %s"
              .formatted(given.owner().device(), backend.device()));
    }
    given.check(operation, direction, shape);
  }

  void checkOpen() {
    if (shut.get()) {
      throw new IllegalStateException("this Hillock on " + backend.device() + " is closed");
    }
  }

  /** Shuts the door; true the first time. */
  boolean shut() {
    return shut.compareAndSet(false, true);
  }
}
