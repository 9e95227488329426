package org.hillock.cpu;

import org.hillock.insight.Watch;

/** Loops over segments: plain ones until those of the Vector API are warm. */
final class WarmSegments implements SegmentLoops {

  private static final int COUNT = 4 * Watch.LANES;

  private final SegmentLoops simd;
  private final SegmentLoops scalar;
  private final WarmUp warmUp;

  /** Loops that are cold. */
  WarmSegments(SegmentLoops simd, SegmentLoops scalar) {
    this.simd = simd;
    this.scalar = scalar;
    warmUp = new WarmUp(() -> sample(simd), () -> sample(scalar));
  }

  private static void sample(SegmentLoops loops) {
    float[] values = new float[COUNT];
    Columns columns = new Columns(Watch.LANES);
    columns.clear(Watch.LANES);
    for (Edges edges : Edges.SAMPLES) {
      loops.odd(values, 0, COUNT, edges);
    }
    loops.multiply(values, 0, values, 0, values, 0, COUNT);
    loops.gradients(values, 0, values, 0, COUNT, columns);
    loops.results(values, 0, COUNT, 0, 0, 0, columns);
    loops.extent(values, 0, COUNT, columns);
    loops.others(values, 0, COUNT);
    loops.fold(columns.sums);
  }

  private SegmentLoops now(int elements) {
    return warmUp.isHot(elements) ? simd : scalar;
  }

  @Override
  public boolean results(
      float[] r, int from, int count, float pivot, float least, float most, Columns columns) {
    return now(count).results(r, from, count, pivot, least, most, columns);
  }

  @Override
  public void extent(float[] r, int from, int count, Columns columns) {
    now(0).extent(r, from, count, columns);
  }

  @Override
  public int others(float[] r, int from, int count) {
    return now(0).others(r, from, count);
  }

  @Override
  public int odd(float[] v, int from, int count, Edges edges) {
    return now(0).odd(v, from, count, edges);
  }

  @Override
  public void gradients(
      float[] slopes, int slopesFrom, float[] dy, int dyFrom, int count, Columns to) {
    now(0).gradients(slopes, slopesFrom, dy, dyFrom, count, to);
  }

  @Override
  public void multiply(
      float[] a, int aFrom, float[] b, int bFrom, float[] out, int outFrom, int count) {
    now(0).multiply(a, aFrom, b, bFrom, out, outFrom, count);
  }

  @Override
  public void fold(float[] lanes) {
    now(0).fold(lanes);
  }
}
