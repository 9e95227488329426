package org.hillock.opencl;

/** How a family of kernels computes a softmax. */
interface RowKernels {

  /** Queues it. */
  void run(RowCall call);

  /** The quotient, rounded up. */
  static long divideUp(long number, long divisor) {
    return (number + divisor - 1) / divisor;
  }
}
