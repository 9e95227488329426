package org.hillock.cpu;

/** Loops over units: plain ones until those of the Vector API are warm. */
final class WarmGather implements GatherLoops {

  private static final int WIDTH = 256;
  private static final int ROWS = 4;

  private final GatherLoops simd;
  private final GatherLoops scalar;
  private final WarmUp warmUp;

  /** Loops that are cold. */
  WarmGather(GatherLoops simd, GatherLoops scalar) {
    this.simd = simd;
    this.scalar = scalar;
    warmUp = new WarmUp(() -> sample(simd), () -> sample(scalar));
  }

  private static void sample(GatherLoops loops) {
    float[] values = new float[ROWS * WIDTH];
    Columns columns = new Columns(WIDTH);
    columns.clear(WIDTH);
    for (Edges edges : Edges.SAMPLES) {
      loops.inputs(values, 0, WIDTH, ROWS, WIDTH, edges, columns, columns);
    }
    loops.gradients(values, 0, WIDTH, values, 0, WIDTH, ROWS, WIDTH, columns, columns);
    loops.results(values, 0, WIDTH, ROWS, WIDTH, columns, columns);
  }

  private GatherLoops now(int elements) {
    return warmUp.isHot(elements) ? simd : scalar;
  }

  @Override
  public boolean results(
      float[] r, int from, int stride, int rows, int width, Columns before, Columns after) {
    return now(rows * width).results(r, from, stride, rows, width, before, after);
  }

  @Override
  public void inputs(
      float[] v,
      int from,
      int stride,
      int rows,
      int width,
      Edges edges,
      Columns before,
      Columns after) {
    now(0).inputs(v, from, stride, rows, width, edges, before, after);
  }

  @Override
  public void gradients(
      float[] slopes,
      int slopesFrom,
      int slopesStride,
      float[] dy,
      int dyFrom,
      int stride,
      int rows,
      int width,
      Columns before,
      Columns after) {
    now(0)
        .gradients(
            slopes, slopesFrom, slopesStride, dy, dyFrom, stride, rows, width, before, after);
  }
}
