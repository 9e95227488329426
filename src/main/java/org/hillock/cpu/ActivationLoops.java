package org.hillock.cpu;

/**
 * The two loops of one activation over stretches of arrays. The arrays of a call may be the same,
 * at the same place.
 */
interface ActivationLoops {

  /** How many floating-point and integer operations forward takes for an element. */
  int forwardOperations();

  /** How many floating-point and integer operations backward takes for an element. */
  int backwardOperations();

  /** y[yFrom + i] = value(x[xFrom + i], a) for i from 0 to count - 1. */
  void forward(float[] x, int xFrom, float[] y, int yFrom, int count, float a);

  /** dx[dxFrom + i] = dy[dyFrom + i] · slope(x[xFrom + i], a) for i from 0 to count - 1. */
  void backward(
      float[] x, int xFrom, float[] dy, int dyFrom, float[] dx, int dxFrom, int count, float a);
}
