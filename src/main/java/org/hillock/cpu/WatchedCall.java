package org.hillock.cpu;

import org.hillock.backend.HostStatistics;
import org.hillock.insight.Watch;
import org.hillock.op.Elementwise;
import org.jspecify.annotations.Nullable;

/**
 * A call of an activation with a bias or with statistics.
 *
 * @param operation the activation
 * @param loops its loops
 * @param x the input, without its bias
 * @param bias a number for each column; or null
 * @param dy the upstream gradient; null forward
 * @param out the result
 * @param biasGradient the result for the bias; or null
 * @param stats what gathers; or null
 */
record WatchedCall(
    Elementwise operation,
    ActivationLoops loops,
    CpuTensor x,
    @Nullable CpuTensor bias,
    @Nullable CpuTensor dy,
    CpuTensor out,
    @Nullable CpuTensor biasGradient,
    @Nullable HostStatistics stats) {

  int operations() {
    return dy == null ? loops.forwardOperations() : loops.backwardOperations();
  }

  long size() {
    return x.shape().size();
  }

  /** The length of the last axis. */
  int columns() {
    return (int) x.shape().dimension(-1);
  }

  /** How many units are watched; 0 where the tensor is, or nothing. */
  int units() {
    return stats == null ? 0 : stats.watch().units();
  }

  /** How many blocks of rows there are. */
  int blocks() {
    return (int) ((size() / columns() - 1) / Watch.BLOCK + 1);
  }

  /** How many segments there are. */
  int segments() {
    return (int) ((size() - 1) / Watch.SEGMENT + 1);
  }
}
