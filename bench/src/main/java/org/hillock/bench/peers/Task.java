package org.hillock.bench.peers;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Optional;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;

/**
 * Something to compute.
 *
 * @param op the name of an activation of the catalogue (at its default parameter), of a kind of
 *     softmax (over the last axis, at temperature 1), or {@link #COPY} or {@link #MULTIPLY_ADD}
 * @param direction forward or backward
 * @param rows the number of rows; 1 for an activation
 * @param columns the length of a row
 */
public record Task(String op, Direction direction, long rows, long columns) {

  /** A plain copy of x by all threads. */
  public static final String COPY = "COPY";

  /**
   * {@link Ceilings#MULTIPLY_ADDS} fused multiply-adds for each element, in cache, by all threads.
   */
  public static final String MULTIPLY_ADD = "MULTIPLY_ADD";

  private static final int READ_AND_WRITE = 2 * Float.BYTES;
  private static final int READ_TWICE_AND_WRITE = 3 * Float.BYTES;

  /**
   * The shape of the data.
   *
   * @return rows times columns, or columns alone where there is one row of an activation
   */
  public Shape shape() {
    return softmax().isPresent() ? Shape.of(rows, columns) : Shape.of(rows * columns);
  }

  /**
   * The number of elements.
   *
   * @return rows times columns
   */
  public int elements() {
    return Math.toIntExact(rows * columns);
  }

  /**
   * The activation, if it is one.
   *
   * @return the constant of the catalogue
   */
  public Optional<Activation> activation() {
    for (Activation activation : Activation.values()) {
      if (activation.name().equals(op)) {
        return Optional.of(activation);
      }
    }
    return Optional.empty();
  }

  /**
   * The softmax, if it is one.
   *
   * @return softmax or log-softmax over the last axis
   */
  public Optional<Softmax> softmax() {
    return Softmax.kinds(-1).stream().filter(kind -> kind.name().equals(op)).findFirst();
  }

  /**
   * Whether it is the way back.
   *
   * @return whether there is an upstream gradient
   */
  @JsonIgnore
  public boolean isBackward() {
    return direction == Direction.BACKWARD;
  }

  /**
   * What has to be read and written at least.
   *
   * @return bytes
   */
  public long bytes() {
    return (long) (isBackward() ? READ_TWICE_AND_WRITE : READ_AND_WRITE) * elements();
  }
}
