package org.hillock.bench.gpu;

import org.hillock.op.Direction;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;

/**
 * Something to time on resident data.
 *
 * @param operation what, with its default parameter
 * @param direction which way
 * @param shape of what shape
 */
public record Work(Operation operation, Direction direction, Shape shape) {

  /** What is read and written: one input forward, two backward, and one output. */
  int tensors() {
    return direction == Direction.FORWARD ? 2 : 3;
  }

  /** The bytes that have to be read or written at least: each tensor once. */
  long bytes() {
    return tensors() * shape.size() * Float.BYTES;
  }

  /** Whether it is a softmax of either kind. */
  boolean isSoftmax() {
    return operation instanceof Softmax;
  }

  /** How many rows a softmax has; an activation has one. */
  long rows() {
    return operation instanceof Softmax softmax ? softmax.rows(shape).count() : 1;
  }

  /**
   * The axis of a softmax, counted from the front; 0 of an activation, whose axes do not matter.
   */
  int axis() {
    return operation instanceof Softmax softmax ? shape.axis(softmax.axis()) : 0;
  }

  /** The name that the catalogue has for it. */
  String name() {
    return operation instanceof Softmax softmax ? softmax.name() : operation.label();
  }

  /** The shape, and the axis where it is not the last, as {@code 64x1000x784 axis 1}. */
  String place() {
    boolean last = !isSoftmax() || axis() == shape.rank() - 1;
    return last ? shape.toString() : shape + " axis " + axis();
  }
}
