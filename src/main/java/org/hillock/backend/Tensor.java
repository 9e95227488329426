package org.hillock.backend;

import java.nio.FloatBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.hillock.op.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Data that lives where its backend computes: float32, dense, in C order. It belongs to whoever
 * asked for it, who closes it; a closed tensor answers nothing but {@link #shape()} and {@link
 * #close()}.
 *
 * <p>{@link #slice}, {@link #rows} and {@link #reshape} give views: tensors on some or all elements
 * of another, in the same memory. A view is used like any tensor. It need not be closed, and
 * closing it closes nothing else; closing the tensor that it was made from, however often removed,
 * closes it. What is in use by a call under way is given back behind that call. A tensor that has
 * views is not lost while one of them is in reach.
 */
public abstract class Tensor implements AutoCloseable {

  private final Backend owner;
  private final Shape shape;
  private final @Nullable Tensor whole;
  private final long first;
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
    whole = null;
    first = 0;
  }

  /**
   * A view.
   *
   * @param whole the tensor that holds the memory, no view itself
   * @param first which element of it is the view's first
   * @param shape the view's shape
   */
  protected Tensor(Tensor whole, long first, Shape shape) {
    owner = whole.owner;
    this.shape = shape;
    this.whole = whole;
    this.first = first;
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
   * @return true from the first call of {@link #close()} on, of this tensor or the one that it is a
   *     view of
   */
  public final boolean isClosed() {
    return closed || (whole != null && whole.closed);
  }

  /**
   * A view on a stretch of the elements.
   *
   * @param from the first of them, counted in C order; any will do, whatever its alignment
   * @param shape the view's shape, which says how many there are
   * @return a view
   * @throws IllegalArgumentException when they are not all elements of this tensor
   * @throws IllegalStateException when the tensor is closed
   */
  public final Tensor slice(long from, Shape shape) {
    Objects.requireNonNull(shape, "shape is null");
    checkOpen();
    if (from < 0 || from > this.shape.size() - shape.size()) {
      throw new IllegalArgumentException(
          "from is %d and shape %s has %d elements; expected them within the %d of shape %s"
              .formatted(from, shape, shape.size(), this.shape.size(), this.shape));
    }
    return whole == null ? view(from, shape) : whole.view(first + from, shape);
  }

  /**
   * A view on neighbours along the first axis.
   *
   * @param from the first of them
   * @param end the one behind the last
   * @return a view whose first dimension is {@code end - from}, and whose others are the tensor's
   * @throws IllegalArgumentException when they are not all of this tensor, or it is a scalar
   * @throws IllegalStateException when the tensor is closed
   */
  public final Tensor rows(long from, long end) {
    checkOpen();
    long rows = shape.dimension(0);
    if (from < 0 || end < from || end > rows) {
      throw new IllegalArgumentException(
          "rows from %d to %d are not there; expected them within the %d of shape %s"
              .formatted(from, end, rows, shape));
    }
    long[] dimensions = shape.dimensions();
    dimensions[0] = end - from;
    return slice(rows == 0 ? 0 : from * (shape.size() / rows), Shape.of(dimensions));
  }

  /**
   * A view on all elements, in another shape.
   *
   * @param shape as many elements as this tensor has
   * @return a view
   * @throws IllegalArgumentException when the shape has more elements, or fewer
   * @throws IllegalStateException when the tensor is closed
   */
  public final Tensor reshape(Shape shape) {
    if (Objects.requireNonNull(shape, "shape is null").size() != this.shape.size()) {
      throw new IllegalArgumentException(
          "shape %s has %d elements; expected %d as shape %s has"
              .formatted(shape, shape.size(), this.shape.size(), this.shape));
    }
    return slice(0, shape);
  }

  /**
   * Whether another tensor is on the very elements that this one is on, in whatever shape.
   *
   * @param other the other tensor
   * @return true for this tensor itself and for views on all that it has
   */
  public final boolean isOnSameElementsAs(Tensor other) {
    return owner == other.owner
        && shape.size() == other.shape.size()
        && memory().equals(other.memory())
        && index() == other.index();
  }

  /**
   * Whether an element of another tensor is an element of this one.
   *
   * @param other the other tensor
   * @return false for tensors of their own and for views on different stretches
   */
  public final boolean overlaps(Tensor other) {
    return owner == other.owner
        && shape.size() > 0
        && other.shape.size() > 0
        && memory().equals(other.memory())
        && index() < other.index() + other.shape.size()
        && other.index() < index() + shape.size();
  }

  /**
   * Copies an array into the tensor, after all that was asked of it before is done.
   *
   * @param values as many elements as the shape has, in C order
   * @return this tensor
   * @throws IllegalArgumentException when the length does not fit the shape
   * @throws IllegalStateException when the tensor is closed
   */
  public final Tensor upload(float[] values) {
    checkTransfer(Objects.requireNonNull(values, "values is null").length);
    write(FloatBuffer.wrap(values));
    return this;
  }

  /**
   * Copies a buffer into the tensor, after all that was asked of it before is done. A direct buffer
   * in the processor's byte order takes the shortest way.
   *
   * @param values as many elements as the shape has, from its position to its limit, neither of
   *     which is moved; direct or not, of any byte order
   * @return this tensor
   * @throws IllegalArgumentException when the number of elements does not fit the shape
   * @throws IllegalStateException when the tensor is closed
   */
  public final Tensor upload(FloatBuffer values) {
    checkTransfer(Objects.requireNonNull(values, "values is null").remaining());
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
    read(FloatBuffer.wrap(values));
  }

  /**
   * Copies the tensor into a buffer, after all that was asked of it before is done. A direct buffer
   * in the processor's byte order takes the shortest way.
   *
   * @param values as many elements as the shape has, from its position to its limit, neither of
   *     which is moved; direct or not, of any byte order
   * @throws IllegalArgumentException when the number of elements does not fit the shape, or the
   *     buffer is read-only
   * @throws IllegalStateException when the tensor is closed
   */
  public final void download(FloatBuffer values) {
    checkTransfer(Objects.requireNonNull(values, "values is null").remaining());
    if (values.isReadOnly()) {
      throw new IllegalArgumentException("values is read-only; expected a buffer to write to");
    }
    read(values);
  }

  /**
   * The tensor as it will be when all that was asked of it before is done. Returns at once; what is
   * asked later does not show in the result. A tensor that is closed meanwhile, or a backend, gives
   * the result nevertheless.
   *
   * @return its elements in C order, to come; it completes with a {@link DeviceException} when the
   *     device fails
   * @throws IllegalArgumentException when the tensor is too long for a Java array
   * @throws IllegalStateException when the tensor is closed
   */
  public final CompletableFuture<float[]> downloadAsync() {
    checkOpen();
    checkArray();
    return readAsync();
  }

  /**
   * The tensor as a new array.
   *
   * @return its elements in C order
   * @throws IllegalArgumentException when the tensor is too long for a Java array
   * @throws IllegalStateException when the tensor is closed
   */
  public final float[] toArray() {
    checkArray();
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
   * @throws IllegalArgumentException when the source is another backend's, has another shape, or
   *     overlaps this tensor
   * @throws IllegalStateException when either tensor is closed
   */
  public final Tensor copyFrom(Tensor source) {
    Objects.requireNonNull(source, "source is null");
    checkOpen();
    if (source.isClosed()) {
      throw new IllegalStateException("source is closed: " + source);
    }
    if (source.owner != owner || !source.shape.equals(shape)) {
      throw new IllegalArgumentException(
          "source is a %s; expected one of shape %s on %s"
              .formatted(source, shape, owner.device()));
    }
    if (isOnSameElementsAs(source)) {
      return this;
    }
    if (overlaps(source)) {
      throw new IllegalArgumentException(
          "source is a %s and overlaps this %s; expected no common element"
              .formatted(source, this));
    }
    copy(source);
    return this;
  }

  /** Gives the memory back, unless this is a view. Closing again does nothing. */
  @Override
  public final void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    if (whole == null) {
      release();
    }
  }

  /**
   * Makes a view; called of tensors that are none.
   *
   * @param from its first element
   * @param shape its shape
   * @return a tensor on the same memory
   */
  protected abstract Tensor view(long from, Shape shape);

  /**
   * The memory, equal for tensors that may have elements in common.
   *
   * @return what tells memory from other memory
   */
  protected abstract Object memory();

  /**
   * Where in its memory the tensor begins.
   *
   * @return the number of elements before its first
   */
  protected abstract long index();

  /**
   * Copies elements in.
   *
   * @param values as many as there are, from position to limit, which stay
   */
  protected abstract void write(FloatBuffer values);

  /**
   * Copies the elements out.
   *
   * @param values where to: as many as there are, from position to limit, which stay
   */
  protected abstract void read(FloatBuffer values);

  /**
   * Has the elements copied out.
   *
   * @return their array, to come
   */
  protected abstract CompletableFuture<float[]> readAsync();

  /**
   * Copies a tensor of the same backend and shape.
   *
   * @param source another tensor, which has no element in common with this one
   */
  protected abstract void copy(Tensor source);

  /** Gives the memory back; called once, and not of views. */
  protected abstract void release();

  private void checkOpen() {
    if (isClosed()) {
      throw new IllegalStateException("tensor of shape " + shape + " is closed");
    }
  }

  private void checkArray() {
    if (shape.size() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "tensor of shape " + shape + " is too long for a Java array; take slices of it");
    }
  }

  private void checkTransfer(int length) {
    checkOpen();
    if (length != shape.size()) {
      throw new IllegalArgumentException(
          "values has %d elements; expected %d for shape %s"
              .formatted(length, shape.size(), shape));
    }
  }

  /** The tensor as {@code Tensor 4096x1024 on opencl:0:0 (...)}. */
  @Override
  public String toString() {
    String place = whole == null ? "" : " from element " + first + " of Tensor " + whole.shape;
    return "Tensor " + shape + place + " on " + owner.device() + (isClosed() ? " (closed)" : "");
  }
}
