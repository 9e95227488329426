package org.hillock.cpu;

import java.nio.FloatBuffer;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.hillock.backend.DeviceException;
import org.hillock.backend.Holdings;
import org.hillock.backend.Workers;
import org.hillock.op.Direction;
import org.hillock.op.Operation;
import org.hillock.op.Rows;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.jspecify.annotations.Nullable;

/**
 * Tensors and what is done with them. One that is all of an array goes the way of arrays; others,
 * views and those in several arrays, go piece by piece: as many elements as are neighbours in the
 * arrays of all of them.
 */
final class Resident {

  /** The elements that are copied at a time, where they are in several arrays. */
  private static final long PIECE = 1 << 20;

  private final CpuBackend backend;
  private final Workers workers;
  private final int longest;
  private final Holdings holdings;

  /** Tensors whose arrays have at most so many elements each. */
  Resident(CpuBackend backend, Workers workers, int longest) {
    this.backend = backend;
    this.workers = workers;
    this.longest = longest;
    holdings = new Holdings(backend.device());
  }

  CpuTensor tensor(Shape shape) {
    return new CpuTensor(backend, this, CpuMemory.take(shape, longest), shape);
  }

  /** A tensor in an array that is there. */
  CpuTensor lend(Shape shape, float[] values) {
    return new CpuTensor(backend, this, CpuMemory.of(values), shape);
  }

  /**
   * Watches over a tensor for those who look for leaks. To others one that is lost is not worth a
   * word: its memory is the garbage collector's like any array's.
   */
  Holdings.@Nullable Holding hold(CpuTensor tensor) {
    return holdings.debug()
        ? holdings.hold(tensor, Float.BYTES * tensor.shape().size(), () -> {})
        : null;
  }

  /** Reports the tensors that are open. */
  void close() {
    holdings.close();
  }

  /** Computes either direction; forward has no gradient and does not look at it. */
  void run(
      Operation operation, Direction direction, CpuTensor in, CpuTensor gradient, CpuTensor out) {
    float[] x = in.array();
    float[] dy = gradient.array();
    float[] y = out.array();
    if (x == null || dy == null || y == null) {
      runPieces(operation, direction, in, gradient, out);
    } else if (direction == Direction.FORWARD) {
      backend.forward(operation, in.shape(), x, y);
    } else {
      backend.backward(operation, in.shape(), x, dy, y);
    }
  }

  private void runPieces(
      Operation operation, Direction direction, CpuTensor in, CpuTensor gradient, CpuTensor out) {
    Pieces pieces = Pieces.of(operation, in.shape());
    if (pieces.unit() > longest) {
      throw DeviceException.tooLarge(
          "%s of shape %s takes %d elements at a time; the CPU implementation takes at most %d"
              .formatted(operation, in.shape(), pieces.unit(), longest));
    }
    long size = in.shape().size();
    int unit = (int) pieces.unit();
    int count;
    for (long at = 0; at < size; at += count) {
      int neighbours =
          Math.min(in.neighbours(at), Math.min(gradient.neighbours(at), out.neighbours(at)));
      count = Math.max(1, neighbours / unit) * unit;
      FloatBuffer x = gather(in, at, count);
      FloatBuffer dy = gradient == in ? x : gather(gradient, at, count);
      // What is put together from two arrays is no place for the result, unless it is put back.
      boolean direct = out.neighbours(at) >= count;
      FloatBuffer y = direct ? out.buffer(at, count) : FloatBuffer.allocate(count);
      if (direction == Direction.FORWARD) {
        backend.forward(pieces.operation(), pieces.shape(count), x, y);
      } else {
        backend.backward(pieces.operation(), pieces.shape(count), x, dy, y);
      }
      if (!direct) {
        write(y, out, at);
      }
    }
  }

  /** So many elements from one on, copied only if they are in two arrays. */
  private FloatBuffer gather(CpuTensor tensor, long at, int count) {
    if (tensor.neighbours(at) >= count) {
      return tensor.buffer(at, count);
    }
    FloatBuffer copy = FloatBuffer.allocate(count);
    pieces(
        count,
        i -> tensor.neighbours(at + i),
        (i, some) -> copy(tensor.buffer(at + i, some), copy.slice((int) i, some)));
    return copy;
  }

  /**
   * Visits all elements of a call: at once where each tensor is in one array, else as many at a
   * time as are worth the copies, a multiple of some number.
   *
   * @param done whether the result is there already
   */
  void pieces(WatchedCall call, long whole, boolean done, Consumer<Piece> work) {
    CpuTensor x = call.x();
    CpuTensor dy = call.dy();
    CpuTensor out = call.out();
    float[] in = x.line();
    float[] gradient = dy == null ? null : dy.line();
    float[] to = out.line();
    int size = (int) Math.min(call.size(), Integer.MAX_VALUE);
    if (in != null && to != null && (dy == null || gradient != null)) {
      int dyFrom = dy == null ? 0 : (int) dy.index();
      work.accept(new Piece(in, (int) x.index(), gradient, dyFrom, to, (int) out.index(), 0, size));
      return;
    }
    if (whole > CpuBackend.LONGEST) {
      throw DeviceException.tooLarge(
          "%s of shape %s takes %d elements at a time; the CPU implementation takes at most %d"
              .formatted(call.operation(), x.shape(), whole, CpuBackend.LONGEST));
    }
    int most = (int) (Math.max(1, PIECE / whole) * whole);
    float[] xs = new float[Math.min(most, size)];
    float[] dys = dy == null ? null : dy == x ? xs : new float[xs.length];
    float[] outs = out == x ? xs : dys != null && out == dy ? dys : new float[xs.length];
    for (long at = 0; at < call.size(); at += most) {
      int count = (int) Math.min(most, call.size() - at);
      read(x, at, xs, count);
      if (dy != null && dys != null) {
        read(dy, at, dys, count);
      }
      if (done) {
        read(out, at, outs, count);
      }
      work.accept(new Piece(xs, 0, dys, 0, outs, 0, at, count));
      if (!done) {
        write(outs, 0, count, out, at);
      }
    }
  }

  /** Copies elements from one on. */
  void read(CpuTensor from, long at, float[] values, int count) {
    FloatBuffer all = FloatBuffer.wrap(values);
    pieces(
        count,
        i -> from.neighbours(at + i),
        (i, some) -> copy(from.buffer(at + i, some), all.slice((int) i, some)));
  }

  /** Copies elements to those from one on. */
  void write(float[] values, int first, int count, CpuTensor to, long at) {
    write(FloatBuffer.wrap(values, first, count), to, at);
  }

  void write(FloatBuffer values, CpuTensor to) {
    write(values, to, 0);
  }

  private void write(FloatBuffer values, CpuTensor to, long at) {
    FloatBuffer all = values.slice();
    pieces(
        all.remaining(),
        i -> to.neighbours(at + i),
        (i, some) -> copy(all.slice((int) i, some), to.buffer(at + i, some)));
  }

  void read(CpuTensor from, FloatBuffer values) {
    FloatBuffer all = values.slice();
    pieces(
        all.remaining(),
        from::neighbours,
        (i, some) -> copy(from.buffer(i, some), all.slice((int) i, some)));
  }

  void copy(CpuTensor from, CpuTensor to) {
    pieces(
        from.shape().size(),
        at -> Math.min(from.neighbours(at), to.neighbours(at)),
        (at, some) -> copy(from.buffer(at, some), to.buffer(at, some)));
  }

  private static void pieces(long size, LongUnaryOperator neighbours, Visitor visitor) {
    long some;
    for (long at = 0; at < size; at += some) {
      some = Math.min(size - at, neighbours.applyAsLong(at));
      visitor.visit(at, (int) some);
    }
  }

  private interface Visitor {
    void visit(long at, int count);
  }

  /** Copies from position to limit, by several threads; nothing to the very same elements. */
  private void copy(FloatBuffer from, FloatBuffer to) {
    int length = from.remaining();
    if (areSame(from, to)) {
      return;
    }
    workers.share(
        length,
        workers.parts(length, CpuBackend.TRANSFER),
        (start, count) -> to.put(to.position() + start, from, from.position() + start, count));
  }

  private static boolean areSame(FloatBuffer from, FloatBuffer to) {
    return from.hasArray()
        && to.hasArray()
        && from.array() == to.array()
        && from.arrayOffset() + from.position() == to.arrayOffset() + to.position();
  }

  /**
   * An operation on a number of whole units, in place of all.
   *
   * @param operation the operation on a piece
   * @param columns the length of its axis
   * @param inner the elements between columns
   */
  private record Pieces(Operation operation, long columns, long inner) {

    static Pieces of(Operation operation, Shape shape) {
      if (operation instanceof Softmax s) {
        Rows rows = s.rows(shape);
        Softmax same = new Softmax(1, s.temperature(), s.logarithmic());
        return new Pieces(same, rows.columns(), rows.inner());
      }
      return new Pieces(operation, 1, 1);
    }

    /** How many elements belong together. */
    long unit() {
      return columns * inner;
    }

    Shape shape(int count) {
      return Shape.of(count / unit(), columns, inner);
    }
  }
}
