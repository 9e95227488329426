package org.hillock.cpu;

/** Loops that gather: plain ones until those of the Vector API are warm. */
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
    Columns columns = new Columns();
    columns.clearCounts(WIDTH);
    for (int edges = 1; edges <= MOST_EDGES; edges++) {
      loops.inputs(values, 0, WIDTH, ROWS, WIDTH, new float[edges], columns);
    }
    loops.gradients(values, 0, values, 0, values, 0, WIDTH, ROWS, WIDTH, columns);
    loops.results(values, 0, WIDTH, ROWS, WIDTH, columns);
    loops.fold(columns.sums);
    loops.areFinite(columns.sums, WIDTH);
  }

  private GatherLoops now(int elements) {
    return warmUp.isHot(elements) ? simd : scalar;
  }

  @Override
  public void results(float[] r, int from, int stride, int rows, int width, Columns columns) {
    now(rows * width).results(r, from, stride, rows, width, columns);
  }

  @Override
  public void inputs(
      float[] v, int from, int stride, int rows, int width, float[] edges, Columns columns) {
    now(0).inputs(v, from, stride, rows, width, edges, columns);
  }

  @Override
  public void gradients(
      float[] slopes,
      int slopesFrom,
      float[] dy,
      int dyFrom,
      float[] dx,
      int dxFrom,
      int stride,
      int rows,
      int width,
      Columns columns) {
    now(0).gradients(slopes, slopesFrom, dy, dyFrom, dx, dxFrom, stride, rows, width, columns);
  }

  @Override
  public void fold(float[] lanes) {
    now(0).fold(lanes);
  }

  @Override
  public boolean areFinite(float[] numbers, int count) {
    return now(0).areFinite(numbers, count);
  }
}
