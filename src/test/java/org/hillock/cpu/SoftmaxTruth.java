package org.hillock.cpu;

import java.util.function.IntToDoubleFunction;

/**
 * One row of softmax as it should be, in double with compensated sums: relative errors of 1e-15,
 * less than a millionth of a unit of a float. And how many additions stand between an entry and its
 * sum.
 */
final class SoftmaxTruth {

  /** Half a unit of a float, relative: what one rounding costs at most. */
  static final double U = 0x1p-24;

  private SoftmaxTruth() {}

  /**
   * The additions that round, on the longest way from an entry of a row of n to its sum. Those of
   * segments round but once, at the end, as what they lose is added up.
   */
  static int additions(int n) {
    int ofLane = (Math.min(n, 4096) - 1) / 256;
    int ofFold = 32 - Integer.numberOfLeadingZeros(Math.min(n, 256) - 1);
    int ofSegments = n > 4096 ? 1 : 0;
    return ofLane + ofFold + ofSegments;
  }

  /** (x - M) · invT; the difference of two floats is rounded to double, by a relative 1e-16. */
  static double[] arguments(float[] x, float inverseT) {
    double maximum = Double.NEGATIVE_INFINITY;
    for (float v : x) {
      maximum = Math.max(maximum, v);
    }
    double[] z = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      z[i] = (x[i] - maximum) * inverseT;
    }
    return z;
  }

  /** The sum of f(0), ... f(n - 1), by Neumaier's compensated summation. */
  static double sum(int n, IntToDoubleFunction f) {
    double sum = 0;
    double lost = 0;
    for (int i = 0; i < n; i++) {
      double term = f.applyAsDouble(i);
      double next = sum + term;
      lost += Math.abs(sum) >= Math.abs(term) ? (sum - next) + term : (term - next) + sum;
      sum = next;
    }
    return sum + lost;
  }
}
