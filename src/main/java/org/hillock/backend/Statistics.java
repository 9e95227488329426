package org.hillock.backend;

import java.util.List;
import java.util.stream.IntStream;
import org.hillock.insight.Summary;
import org.hillock.insight.Watch;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of what passes through an operation, gathered where its backend computes, over as many
 * calls as they are given to. Only a summary is brought to the host, when it is asked for. They
 * belong to whoever asked for them, who closes them. One call at a time may use them.
 */
public abstract class Statistics implements AutoCloseable {

  private final Backend owner;
  private final Watch watch;
  private volatile boolean closed;
  private @Nullable Direction direction;
  private boolean softmax;

  /**
   * Statistics of a backend.
   *
   * @param owner the backend that gathers
   * @param watch what it gathers
   */
  protected Statistics(Backend owner, Watch watch) {
    this.owner = owner;
    this.watch = watch;
  }

  /**
   * What is gathered.
   *
   * @return as asked for
   */
  public final Watch watch() {
    return watch;
  }

  /**
   * The backend that gathers.
   *
   * @return the one whose operations accept these
   */
  public final Backend owner() {
    return owner;
  }

  /**
   * Whether they were closed.
   *
   * @return true from the first call of {@link #close()} on
   */
  public final boolean isClosed() {
    return closed;
  }

  /**
   * What was gathered of all elements, after all that was asked before is done.
   *
   * @return the summary; of units taken together where {@linkplain Watch#perUnit units} are watched
   * @throws IllegalStateException when these are closed
   * @throws DeviceException when the device fails
   */
  public final Summary summary() {
    return totals().whole(seen(), softmax);
  }

  /**
   * What was gathered of each unit, after all that was asked before is done.
   *
   * @return as many summaries as units are watched; none where none are
   * @throws IllegalStateException when these are closed
   * @throws DeviceException when the device fails
   */
  public final List<Summary> units() {
    Totals totals = totals();
    return IntStream.range(0, watch.units())
        .mapToObj(unit -> totals.unit(unit, seen(), softmax))
        .toList();
  }

  /**
   * Forgets all that was gathered.
   *
   * @throws IllegalStateException when these are closed
   */
  public final void reset() {
    checkOpen();
    clear();
    direction = null;
  }

  /** Gives their memory back. Closing again does nothing. */
  @Override
  public final void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    release();
  }

  /**
   * Checks that a call can be watched.
   *
   * @param operation the operation
   * @param next its direction
   * @param shape the shape of its data
   * @throws IllegalArgumentException when the units are not those of the shape, or of a softmax, or
   *     calls of another direction or kind were watched before
   * @throws IllegalStateException when these are closed
   */
  public final void check(Operation operation, Direction next, Shape shape) {
    checkOpen();
    if (watch.units() > 0) {
      if (!(operation instanceof Elementwise)) {
        throw new IllegalArgumentException(
            "stats are per unit, but %s has rows; expected statistics of tensors"
                .formatted(operation.label()));
      }
      if (shape.rank() == 0 || shape.dimension(-1) != watch.units()) {
        throw new IllegalArgumentException(
            "stats are of %d units; expected as many as the last axis of shape %s is long"
                .formatted(watch.units(), shape));
      }
    }
    boolean rows = !(operation instanceof Elementwise);
    if (direction != null && (direction != next || softmax != rows)) {
      throw new IllegalArgumentException(
          "stats were gathered %s of %s; expected no call of %s %s, or a reset before"
              .formatted(
                  name(direction),
                  softmax ? "a softmax" : "activations",
                  operation.label(),
                  name(next)));
    }
  }

  /**
   * Notes that a call is watched, which has been checked.
   *
   * @param operation the operation
   * @param next its direction
   */
  public final void begin(Operation operation, Direction next) {
    direction = next;
    softmax = !(operation instanceof Elementwise);
  }

  /**
   * Brings to the host what was gathered.
   *
   * @return the totals, not changed any more by calls to come
   */
  protected abstract Totals read();

  /** Forgets what was gathered. */
  protected abstract void clear();

  /** Gives the memory back; called once. */
  protected abstract void release();

  private Totals totals() {
    checkOpen();
    return read();
  }

  private Direction seen() {
    return direction == null ? Direction.FORWARD : direction;
  }

  private static String name(Direction direction) {
    return direction == Direction.FORWARD ? "forward" : "backward";
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("statistics on " + owner.device() + " are closed");
    }
  }
}
