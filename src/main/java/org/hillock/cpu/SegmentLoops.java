package org.hillock.cpu;

import static org.hillock.op.Softmax.LANES;

/**
 * The loops of softmax over one segment of one row: {@code count} columns, of which the first
 * stands at index {@code at} and each other {@code stride} behind the one before. Not safe for use
 * by several threads: it holds scratch memory.
 */
final class SegmentLoops {

  private final SoftmaxMaps maps;
  private final Lanes lanes = new Lanes();
  private final float[] block = new float[LANES];
  private final float[] block2 = new float[LANES];

  SegmentLoops(SoftmaxMaps maps) {
    this.maps = maps;
  }

  /** The largest, NaN if one is NaN. */
  float maximum(float[] x, int at, int stride, int count) {
    float maximum = Float.NEGATIVE_INFINITY;
    for (int c = 0; c < count; c++) {
      maximum = larger(maximum, x[at + c * stride]);
    }
    return maximum;
  }

  /** The larger of two, NaN if one is NaN. */
  static float larger(float a, float b) {
    return b > a || Float.isNaN(b) ? b : a;
  }

  /** Writes the exponentials to e and gives their sum. */
  float exponentials(
      float[] x, float[] e, int at, int stride, int count, float maximum, float inverseT) {
    lanes.clear();
    for (int c = 0; c < count; c += LANES) {
      int columns = Math.min(LANES, count - c);
      int from = at + c * stride;
      if (stride == 1) {
        maps.softmaxExp(x, from, e, from, columns, maximum, inverseT);
        lanes.add(e, from, columns);
      } else {
        gather(x, from, stride, block, columns);
        maps.softmaxExp(block, 0, block, 0, columns, maximum, inverseT);
        lanes.add(block, 0, columns);
        scatter(block, e, from, stride, columns);
      }
    }
    return lanes.fold();
  }

  /** The sum of the exponentials, which are not kept. */
  float sumOfExponentials(float[] x, int at, int stride, int count, float maximum, float inverseT) {
    lanes.clear();
    for (int c = 0; c < count; c += LANES) {
      int columns = Math.min(LANES, count - c);
      int from = at + c * stride;
      if (stride == 1) {
        maps.softmaxExp(x, from, block, 0, columns, maximum, inverseT);
      } else {
        gather(x, from, stride, block, columns);
        maps.softmaxExp(block, 0, block, 0, columns, maximum, inverseT);
      }
      lanes.add(block, 0, columns);
    }
    return lanes.fold();
  }

  void fillNaN(float[] y, int at, int stride, int count) {
    for (int c = 0; c < count; c++) {
      y[at + c * stride] = Float.NaN;
    }
  }

  /** The sum of dy. */
  float sum(float[] dy, int at, int stride, int count) {
    lanes.clear();
    for (int c = 0; c < count; c += LANES) {
      int columns = Math.min(LANES, count - c);
      int from = at + c * stride;
      if (stride == 1) {
        lanes.add(dy, from, columns);
      } else {
        gather(dy, from, stride, block, columns);
        lanes.add(block, 0, columns);
      }
    }
    return lanes.fold();
  }

  /** The sum of y · dy. */
  float dot(float[] y, float[] dy, int at, int stride, int count) {
    lanes.clear();
    for (int c = 0; c < count; c += LANES) {
      int columns = Math.min(LANES, count - c);
      int from = at + c * stride;
      if (stride == 1) {
        lanes.addProducts(y, from, dy, from, columns);
      } else {
        gather(y, from, stride, block, columns);
        gather(dy, from, stride, block2, columns);
        lanes.addProducts(block, 0, block2, 0, columns);
      }
    }
    return lanes.fold();
  }

  /** Writes the images of one array's elements; the result may be the array. */
  void map(float[] x, float[] y, int at, int stride, int count, Map map) {
    if (stride == 1) {
      map.run(x, at, y, at, count);
      return;
    }
    for (int c = 0; c < count; c += LANES) {
      int columns = Math.min(LANES, count - c);
      int from = at + c * stride;
      gather(x, from, stride, block, columns);
      map.run(block, 0, block, 0, columns);
      scatter(block, y, from, stride, columns);
    }
  }

  /** Writes the images of two arrays' elements; the result may be either array. */
  void map(float[] y, float[] dy, float[] dx, int at, int stride, int count, MapOfTwo map) {
    if (stride == 1) {
      map.run(y, at, dy, at, dx, at, count);
      return;
    }
    for (int c = 0; c < count; c += LANES) {
      int columns = Math.min(LANES, count - c);
      int from = at + c * stride;
      gather(y, from, stride, block, columns);
      gather(dy, from, stride, block2, columns);
      map.run(block, 0, block2, 0, block, 0, columns);
      scatter(block, dx, from, stride, columns);
    }
  }

  /** What becomes of each of {@code count} elements; see {@link SoftmaxMaps}. */
  interface Map {
    void run(float[] x, int xFrom, float[] out, int outFrom, int count);
  }

  /** What becomes of each of {@code count} pairs of elements. */
  interface MapOfTwo {
    void run(float[] y, int yFrom, float[] dy, int dyFrom, float[] out, int outFrom, int count);
  }

  private static void gather(float[] from, int at, int stride, float[] block, int count) {
    for (int i = 0; i < count; i++) {
      block[i] = from[at + i * stride];
    }
  }

  private static void scatter(float[] block, float[] to, int at, int stride, int count) {
    for (int i = 0; i < count; i++) {
      to[at + i * stride] = block[i];
    }
  }
}
