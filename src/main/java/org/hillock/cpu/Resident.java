package org.hillock.cpu;

import java.nio.FloatBuffer;
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

  /** Copies from position to limit, by several threads. */
  private void copy(FloatBuffer from, FloatBuffer to) {
    int length = from.remaining();
    workers.share(
        length,
        workers.parts(length, CpuBackend.TRANSFER),
        (start, count) -> to.put(to.position() + start, from, from.position() + start, count));
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
