package org.hillock.opencl;

import org.hillock.op.Direction;
import org.hillock.op.Elementwise;
import org.jspecify.annotations.Nullable;

/**
 * A call of an activation with a bias or with statistics.
 *
 * @param queue where to queue it
 * @param operation the activation
 * @param direction which way
 * @param rows how many rows there are, by the last axis
 * @param columns how many columns: the length of the last axis
 * @param x the input
 * @param bias a number for each column, or null
 * @param gradient the upstream gradient; not looked at forward
 * @param out the result; may be x or the gradient
 * @param biasGradient the output for the bias; null without a bias, and forward
 * @param stats what gathers, or null
 */
record ObservedCall(
    Queue queue,
    Elementwise operation,
    Direction direction,
    long rows,
    long columns,
    Span x,
    @Nullable Span bias,
    Span gradient,
    Span out,
    @Nullable Span biasGradient,
    @Nullable OpenClStatistics stats) {

  boolean forward() {
    return direction == Direction.FORWARD;
  }

  /** The name of the kernel. */
  String kernel() {
    return forward() ? "forward" : "backward";
  }

  long count() {
    return rows * columns;
  }

  /** Whether each column is taken by itself, not segments of all. */
  boolean byColumn() {
    return stats == null || stats.watch().units() > 0;
  }

  /** Whether all memory that elements are in begins at a multiple of a vector. */
  boolean aligned(int width) {
    return x.aligned(width) && out.aligned(width) && (forward() || gradient.aligned(width));
  }

  /** How many sums are gathered. */
  int sums() {
    return forward() ? 2 : 4;
  }

  /** The records that it leaves. */
  Records records() {
    return byColumn()
        ? Records.byColumn(rows, columns, sums())
        : Records.ofSegments(count(), sums());
  }
}
