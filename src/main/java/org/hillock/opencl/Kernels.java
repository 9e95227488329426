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

  private final ClDevice device;
  private final @Nullable Family forced;
  private final Families families;
  private final ElementwiseKernels elementwise;
  private final SoftmaxKernels softmax;
  private final ObservedKernels observed;

  /** Kernels of one family where it takes the shape, else of the one that suits both. */
  Kernels(Engine engine, Programs programs, Tuning tuning, @Nullable Family forced) {
    device = engine.device();
    this.forced = forced;
    families = new Families(device, tuning);
    elementwise = new ElementwiseKernels(device, programs, tuning);
    softmax = new SoftmaxKernels(engine, programs, tuning);
    observed = new ObservedKernels(engine, programs, tuning, elementwiseFamily());
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
      elementwise.run(queue, e, direction, elementwiseFamily(), shape.size(), in, gradient, out);
    } else if (operation instanceof Softmax s) {
      run(new RowCall(queue, s, direction, s.rows(shape), in, gradient, out));
    }
  }

  /**
   * Queues a softmax on data that is not empty, and has statistics gathered of it.
   *
   * @param call the softmax
   * @param stats what gathers
   */
  void run(RowCall call, OpenClStatistics stats) {
    observed.run(call, stats, () -> run(call));
  }

  private void run(RowCall call) {
    Rows rows = call.rows();
    Family family = forced != null && forced.takes(device, rows) ? forced : families.of(rows);
    softmax.run(family, call);
  }

  /** What computes with a bias or with statistics. */
  ObservedKernels observed() {
    return observed;
  }

  private Family elementwiseFamily() {
    return forced != null ? forced : families.elementwise();
  }
}
