package org.hillock.cpu;

/** The loops of an activation: scalar ones until the SIMD ones are warm, each by itself. */
final class WarmLoops implements ActivationLoops {

  /** Some vectors of any length. */
  private static final int ELEMENTS = 256;

  private final ActivationLoops simd;
  private final ActivationLoops scalar;
  private final WarmUp forward;
  private final WarmUp forwardAtOne;
  private final WarmUp backward;
  private final WarmUp backwardAtOne;

  /**
   * Loops that are cold.
   *
   * @param a a value of the parameter other than 1, for which there may be another loop
   */
  WarmLoops(ActivationLoops simd, ActivationLoops scalar, float a) {
    this.simd = simd;
    this.scalar = scalar;
    forward = new WarmUp(() -> forward(simd, a), () -> forward(scalar, a));
    forwardAtOne = new WarmUp(() -> forward(simd, 1), () -> forward(scalar, 1));
    backward = new WarmUp(() -> backward(simd, a), () -> backward(scalar, a));
    backwardAtOne = new WarmUp(() -> backward(simd, 1), () -> backward(scalar, 1));
  }

  private static void forward(ActivationLoops loops, float a) {
    float[] x = new float[ELEMENTS];
    loops.forward(x, 0, x, 0, ELEMENTS, a);
  }

  private static void backward(ActivationLoops loops, float a) {
    float[] x = new float[ELEMENTS];
    loops.backward(x, 0, x, 0, x, 0, ELEMENTS, a);
  }

  @Override
  public int forwardOperations() {
    return simd.forwardOperations();
  }

  @Override
  public int backwardOperations() {
    return simd.backwardOperations();
  }

  @Override
  public void forward(float[] x, int xFrom, float[] y, int yFrom, int count, float a) {
    boolean hot = (a == 1 ? forwardAtOne : forward).isHot(count);
    (hot ? simd : scalar).forward(x, xFrom, y, yFrom, count, a);
  }

  @Override
  public void backward(
      float[] x, int xFrom, float[] dy, int dyFrom, float[] dx, int dxFrom, int count, float a) {
    boolean hot = (a == 1 ? backwardAtOne : backward).isHot(count);
    (hot ? simd : scalar).backward(x, xFrom, dy, dyFrom, dx, dxFrom, count, a);
  }
}
