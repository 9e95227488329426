package org.hillock.opencl;

import org.hillock.op.Direction;
import org.hillock.op.Operation;
import org.hillock.op.Shape;

/** What computes an operation on a queue: {@link Kernels#run}. */
interface Computation {

  /** Queues an operation on data that is not empty, as {@link Kernels#run} does. */
  void run(
      Queue queue,
      Operation operation,
      Direction direction,
      Shape shape,
      Span in,
      Span gradient,
      Span out);
}
