package org.hillock.backend;

import java.util.Objects;
import org.hillock.op.Shape;

/**
 * Data that lives where its backend computes: float32, dense, in C order. It belongs to whoever
 * asked for it, who closes it; a closed tensor answers nothing but {@link #shape()} and {@link
 * #close()}.
 */
public abstract class Tensor implements AutoCloseable {

  private final Backend owner;
  private final Shape shape;
  private volatile boolean closed;

  /**
   * A tensor of a backend.
   *
   * @param owner the backend whose memory it occupies
   * @param shape its shape
   */
  protected Tensor(Backend owner, Shape shape) {
    this.owner = owner;
    this.shape = shape;
  }

  /**
   * The shape.
   *
   * @return as asked for
   */
  public final Shape shape() {
    return shape;
  }

  /**
   * The backend that made this tensor.
   *
   * @return the one whose operations accept it
   */
  public final Backend owner() {
    return owner;
  }

  /**
   * Whether the tensor was closed.
   *
   * @return true from the first call of {@link #close()} on
   */
  public final boolean isClosed() {
    return closed;
  }

  /**
   * Copies an array into the tensor.
   *
   * @param values as many elements as the shape has, in C order
   * @return this tensor
   * @throws IllegalArgumentException when the length does not fit the shape
   * @throws IllegalStateException when the tensor is closed
   */
  public final Tensor upload(float[] values) {
    checkTransfer(Objects.requireNonNull(values, "values is null").length);
    write(values);
    return this;
  }

  /**
   * Copies the tensor into an array, after all that was asked of it before is done.
   *
   * @param values as many elements as the shape has, in C order
   * @throws IllegalArgumentException when the length does not fit the shape
   * @throws IllegalStateException when the tensor is closed
   */
  public final void download(float[] values) {
    checkTransfer(Objects.requireNonNull(values, "values is null").length);
    read(values);
  }

  /**
   * The tensor as a new array.
   *
   * @return its elements in C order
   * @throws IllegalStateException when the tensor is closed
   */
  public final float[] toArray() {
    if (shape.size() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "tensor of shape " + shape + " is too long for a Java array");
    }
    float[] values = new float[(int) shape.size()];
    download(values);
    return values;
  }

  /**
   * Copies another tensor of the same backend and shape into this one, on the device, behind all
   * that was asked before.
   *
   * @param source the tensor to copy; may be this one
   * @return this tensor
   * @throws IllegalArgumentException when the source is another backend's or has another shape
   * @throws IllegalStateException when either tensor is closed
   */
  public final Tensor copyFrom(Tensor source) {
    Objects.requireNonNull(source, "source is null");
    checkTransfer(shape.size());
    if (source.closed) {
      throw new IllegalStateException("source is closed: " + source);
    }
    if (source.owner != owner || !source.shape.equals(shape)) {
      throw new IllegalArgumentException(
          "source is a %s; expected one of shape %s on %s"
              .formatted(source, shape, owner.device()));
    }
    if (source != this) {
      copy(source);
    }
    return this;
  }

  /** Gives the memory back. Closing again does nothing. */
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
   * Copies an array of the right length in.
   *
   * @param values the elements
   */
  protected abstract void write(float[] values);

  /**
   * Copies the elements out, into an array of the right length.
   *
   * @param values where to
   */
  protected abstract void read(float[] values);

  /**
   * Copies a tensor of the same backend and shape.
   *
   * @param source another tensor than this one
   */
  protected abstract void copy(Tensor source);

  /** Gives the memory back; called once. */
  protected abstract void release();

  private void checkTransfer(long length) {
    if (closed) {
      throw new IllegalStateException("tensor of shape " + shape + " is closed");
    }
    if (length != shape.size()) {
      throw new IllegalArgumentException(
          "values has %d elements; expected %d for shape %s"
              .formatted(length, shape.size(), shape));
    }
  }

  /** The tensor as {@code Tensor 4096x1024 on opencl:0:0 (...)}. */
  @Override
  public String toString() {
    return "Tensor " + shape + " on " + owner.device() + (closed ? " (closed)" : "");
  }
}
