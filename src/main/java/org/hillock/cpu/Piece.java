package org.hillock.cpu;

import org.jspecify.annotations.Nullable;

/**
 * The arrays of a call, or of a part of one whose tensors are in several. The result may be the
 * very same elements as an input.
 *
 * @param x the input of an activation, without its bias
 * @param xFrom where it begins
 * @param dy the upstream gradient; null forward
 * @param dyFrom where it begins
 * @param out the result
 * @param outFrom where it begins
 * @param first which element of the call is the first here
 * @param count how many there are
 */
@SuppressWarnings("ArrayRecordComponent") // the caller's data
record Piece(
    float[] x,
    int xFrom,
    float @Nullable [] dy,
    int dyFrom,
    float[] out,
    int outFrom,
    long first,
    int count) {

  /** Whether the result overwrites the input. */
  boolean isOverInput() {
    return out == x && outFrom == xFrom;
  }

  /** Whether the result overwrites the gradient. */
  boolean isOverGradient() {
    return out == dy && outFrom == dyFrom;
  }
}
