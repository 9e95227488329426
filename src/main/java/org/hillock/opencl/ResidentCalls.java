package org.hillock.opencl;

import java.util.function.Consumer;
import org.hillock.backend.Statistics;
import org.hillock.backend.Tensor;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;
import org.hillock.op.Operation;
import org.hillock.op.Rows;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.jspecify.annotations.Nullable;

/**
 * Calls on tensors, whose memory stays while they are queued. Forward has no gradient: its input
 * stands in that place.
 *
 * @param parts of the backend
 * @param told who is told of them
 */
record ResidentCalls(Parts parts, Told told) {

  /** A plain call. */
  void run(Operation operation, Direction direction, Tensor a, Tensor b, Tensor out) {
    Shape shape = a.shape();
    use(
        shape,
        uses -> {
          Span in = uses.of(a);
          Span gradient = uses.of(b);
          Span to = uses.ofResult(out);
          Queue queue = parts.engine().queue();
          told.of(
              operation,
              direction,
              shape,
              kernels -> kernels.run(queue, operation, direction, shape, in, gradient, to));
        });
  }

  /** An activation with a bias or with statistics, or with neither. */
  void run(
      Elementwise operation,
      Direction direction,
      Tensor x,
      @Nullable Tensor bias,
      Tensor dy,
      Tensor out,
      @Nullable Tensor biasGradient,
      @Nullable Statistics stats) {
    if (bias == null && stats == null) {
      run(operation, direction, x, dy, out);
      return;
    }
    Shape shape = x.shape();
    long columns = shape.rank() == 0 ? 1 : shape.dimension(-1);
    use(
        shape,
        uses -> {
          Span in = uses.of(x);
          Span numbers = bias == null ? null : uses.of(bias);
          Span gradient = uses.of(dy);
          Span to = uses.ofResult(out);
          Span sums = biasGradient == null ? null : uses.ofResult(biasGradient);
          told.queued(
              operation,
              direction,
              shape,
              queue ->
                  parts
                      .kernels()
                      .observed()
                      .run(
                          new ObservedCall(
                              queue,
                              operation,
                              direction,
                              shape.size() / columns,
                              columns,
                              in,
                              numbers,
                              gradient,
                              to,
                              sums,
                              (OpenClStatistics) stats)));
        });
  }

  /** A softmax with statistics. */
  void run(Softmax softmax, Direction direction, Tensor a, Tensor b, Tensor out, Statistics stats) {
    Shape shape = a.shape();
    use(
        shape,
        uses -> {
          Span in = uses.of(a);
          Span gradient = uses.of(b);
          Span to = uses.ofResult(out);
          Rows rows = softmax.rows(shape);
          told.queued(
              softmax,
              direction,
              shape,
              queue ->
                  parts
                      .kernels()
                      .run(
                          new RowCall(queue, softmax, direction, rows, in, gradient, to),
                          (OpenClStatistics) stats));
        });
  }

  private void use(Shape shape, Consumer<Uses> call) {
    if (shape.size() == 0) {
      return;
    }
    parts
        .engine()
        .run(
            () -> {
              try (Uses uses = new Uses()) {
                call.accept(uses);
              }
              return true;
            });
    told.tell();
  }
}
