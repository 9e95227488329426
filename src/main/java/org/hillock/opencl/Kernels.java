package org.hillock.opencl;

import org.hillock.op.Direction;
import org.hillock.op.Elementwise;
import org.hillock.op.Operation;
import org.hillock.op.Rows;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.jspecify.annotations.Nullable;

/** Turns an operation into runs of kernels. */
final class Kernels {

  private final Engine engine;
  private final @Nullable Family forced;
  private final ElementwiseKernels elementwise;
  private final SoftmaxKernels softmax;

  /** Kernels of one family where it takes the shape, else of the one that suits both. */
  Kernels(Engine engine, Programs programs, @Nullable Family forced) {
    this.engine = engine;
    this.forced = forced;
    elementwise = new ElementwiseKernels(engine, programs);
    softmax = new SoftmaxKernels(engine, programs);
  }

  /**
   * Queues an operation on data that is not empty.
   *
   * @param queue where to
   * @param in the input, or what was saved for backward
   * @param gradient the upstream gradient; not looked at forward
   * @param out the result; may be either of the others
   */
  void run(
      Queue queue,
      Operation operation,
      Direction direction,
      Shape shape,
      Span in,
      Span gradient,
      Span out) {
    if (operation instanceof Elementwise e) {
      Family family = forced != null ? forced : Family.of(engine.device());
      elementwise.run(queue, e, direction, family, shape.size(), in, gradient, out);
    } else if (operation instanceof Softmax s) {
      Rows rows = s.rows(shape);
      ClDevice device = engine.device();
      Family family =
          forced != null && forced.takes(device, rows) ? forced : Family.of(device, rows);
      softmax.run(queue, s, direction, family, rows, in, gradient, out);
    }
  }
}
