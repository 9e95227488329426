package org.hillock.cpu;

import org.hillock.backend.RowMaps;

/** The scalar twins of the maps of statistics. */
final class CpuRowMaps implements RowMaps {

  private final SoftmaxMaps maps = Twins.scalar().softmaxMaps();

  @Override
  public float surprise(float y) {
    return maps.softmaxSurprise(y);
  }

  @Override
  public float logSurprise(float y) {
    return maps.softmaxLogSurprise(y);
  }

  @Override
  public float exponential(float y) {
    return MathScalar.exponential(y);
  }
}
