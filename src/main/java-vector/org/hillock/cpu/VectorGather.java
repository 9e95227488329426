package org.hillock.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.hillock.insight.Watch;

/**
 * The loops by the Vector API. Four rows go together, so that a column's sums are loaded once.
 *
 * <p>No loop calls a method of ours, nor does too much at once: C2 stops inlining such methods when
 * a loop has grown large, as Vector API code does, and then each vector they give is an object.
 */
final class VectorGather implements GatherLoops {

  private static final int MAGNITUDE = 0x7fffffff;
  private static final int LANES = FloatVector.SPECIES_PREFERRED.length();

  @Override
  public void results(float[] r, int from, int stride, int rows, int width, Columns columns) {
    int end = FloatVector.SPECIES_PREFERRED.loopBound(width);
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
      fourMoments(r, from + row * stride, stride, end, columns);
      fourBits(r, from + row * stride, stride, end, columns);
    }
    for (; row < rows; row++) {
      ScalarGather.results(r, from + row * stride, 0, end, columns);
    }
    if (end < width) {
      for (row = 0; row < rows; row++) {
        ScalarGather.results(r, from + row * stride, end, width, columns);
      }
    }
  }

  private static void fourMoments(float[] r, int from, int stride, int end, Columns columns) {
    float[] pivots = columns.pivots;
    float[] sums = columns.sums;
    float[] squares = columns.squares;
    int second = from + stride;
    int third = second + stride;
    int fourth = third + stride;
    for (int c = 0; c < end; c += LANES) {
      FloatVector pivot = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, pivots, c);
      FloatVector d0 = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, r, from + c).sub(pivot);
      FloatVector d1 =
          FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, r, second + c).sub(pivot);
      FloatVector d2 =
          FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, r, third + c).sub(pivot);
      FloatVector d3 =
          FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, r, fourth + c).sub(pivot);
      FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, sums, c)
          .add(d0)
          .add(d1)
          .add(d2)
          .add(d3)
          .intoArray(sums, c);
      d3.fma(
              d3,
              d2.fma(
                  d2,
                  d1.fma(
                      d1,
                      d0.fma(
                          d0, FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, squares, c)))))
          .intoArray(squares, c);
    }
  }

  private static void fourBits(float[] r, int from, int stride, int end, Columns columns) {
    int[] high = columns.high;
    int[] low = columns.low;
    int[] turned = columns.turned;
    int[] others = columns.others;
    int second = from + stride;
    int third = second + stride;
    int fourth = third + stride;
    for (int c = 0; c < end; c += LANES) {
      IntVector b0 =
          FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, r, from + c).reinterpretAsInts();
      IntVector b1 =
          FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, r, second + c).reinterpretAsInts();
      IntVector b2 =
          FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, r, third + c).reinterpretAsInts();
      IntVector b3 =
          FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, r, fourth + c).reinterpretAsInts();
      IntVector.fromArray(IntVector.SPECIES_PREFERRED, high, c)
          .max(b0.max(b1).max(b2.max(b3)))
          .intoArray(high, c);
      IntVector.fromArray(IntVector.SPECIES_PREFERRED, low, c)
          .min(b0.min(b1).min(b2.min(b3)))
          .intoArray(low, c);
      IntVector t0 = b0.lanewise(VectorOperators.XOR, Columns.SIGN);
      IntVector t1 = b1.lanewise(VectorOperators.XOR, Columns.SIGN);
      IntVector t2 = b2.lanewise(VectorOperators.XOR, Columns.SIGN);
      IntVector t3 = b3.lanewise(VectorOperators.XOR, Columns.SIGN);
      IntVector.fromArray(IntVector.SPECIES_PREFERRED, turned, c)
          .max(t0.max(t1).max(t2.max(t3)))
          .intoArray(turned, c);
      // 0 for a zero of either sign, else 1.
      IntVector o0 = b0.and(MAGNITUDE).min(1);
      IntVector o1 = b1.and(MAGNITUDE).min(1);
      IntVector o2 = b2.and(MAGNITUDE).min(1);
      IntVector o3 = b3.and(MAGNITUDE).min(1);
      IntVector.fromArray(IntVector.SPECIES_PREFERRED, others, c)
          .add(o0.add(o1).add(o2.add(o3)))
          .intoArray(others, c);
    }
  }

  @Override
  public void inputs(
      float[] v, int from, int stride, int rows, int width, float[] edges, Columns columns) {
    int end = FloatVector.SPECIES_PREFERRED.loopBound(width);
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
      int at = from + row * stride;
      switch (edges.length) {
        case 1 -> fourInputs(v, at, stride, end, edges[0], columns.odd);
        case 2 -> fourInputs(v, at, stride, end, edges[0], edges[1], columns.odd);
        default -> fourInputs(v, at, stride, end, edges[0], edges[1], edges[2], columns.odd);
      }
    }
    for (; row < rows; row++) {
      ScalarGather.inputs(v, from + row * stride, 0, end, edges, columns.odd);
    }
    if (end < width) {
      for (row = 0; row < rows; row++) {
        ScalarGather.inputs(v, from + row * stride, end, width, edges, columns.odd);
      }
    }
  }

  private static void fourInputs(float[] v, int from, int stride, int end, float edge, int[] odd) {
    int second = from + stride;
    int third = second + stride;
    int fourth = third + stride;
    for (int c = 0; c < end; c += LANES) {
      IntVector s0 =
          FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, v, from + c)
              .sub(edge)
              .reinterpretAsInts();
      IntVector s1 =
          FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, v, second + c)
              .sub(edge)
              .reinterpretAsInts();
      IntVector s2 =
          FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, v, third + c)
              .sub(edge)
              .reinterpretAsInts();
      IntVector s3 =
          FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, v, fourth + c)
              .sub(edge)
              .reinterpretAsInts();
      s0 = s0.lanewise(VectorOperators.LSHR, 31).add(s1.lanewise(VectorOperators.LSHR, 31));
      s2 = s2.lanewise(VectorOperators.LSHR, 31).add(s3.lanewise(VectorOperators.LSHR, 31));
      IntVector.fromArray(IntVector.SPECIES_PREFERRED, odd, c).add(s0.add(s2)).intoArray(odd, c);
    }
  }

  private static void fourInputs(
      float[] v, int from, int stride, int end, float first, float next, int[] odd) {
    int second = from + stride;
    int third = second + stride;
    int fourth = third + stride;
    for (int c = 0; c < end; c += LANES) {
      FloatVector v0 = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, v, from + c);
      FloatVector v1 = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, v, second + c);
      FloatVector v2 = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, v, third + c);
      FloatVector v3 = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, v, fourth + c);
      IntVector s0 = v0.sub(first).reinterpretAsInts();
      s0 = s0.lanewise(VectorOperators.XOR, v0.sub(next).reinterpretAsInts());
      IntVector s1 = v1.sub(first).reinterpretAsInts();
      s1 = s1.lanewise(VectorOperators.XOR, v1.sub(next).reinterpretAsInts());
      IntVector s2 = v2.sub(first).reinterpretAsInts();
      s2 = s2.lanewise(VectorOperators.XOR, v2.sub(next).reinterpretAsInts());
      IntVector s3 = v3.sub(first).reinterpretAsInts();
      s3 = s3.lanewise(VectorOperators.XOR, v3.sub(next).reinterpretAsInts());
      s0 = s0.lanewise(VectorOperators.LSHR, 31).add(s1.lanewise(VectorOperators.LSHR, 31));
      s2 = s2.lanewise(VectorOperators.LSHR, 31).add(s3.lanewise(VectorOperators.LSHR, 31));
      IntVector.fromArray(IntVector.SPECIES_PREFERRED, odd, c).add(s0.add(s2)).intoArray(odd, c);
    }
  }

  private static void fourInputs(
      float[] v, int from, int stride, int end, float first, float next, float last, int[] odd) {
    int second = from + stride;
    int third = second + stride;
    int fourth = third + stride;
    for (int c = 0; c < end; c += LANES) {
      FloatVector v0 = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, v, from + c);
      FloatVector v1 = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, v, second + c);
      FloatVector v2 = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, v, third + c);
      FloatVector v3 = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, v, fourth + c);
      IntVector s0 = v0.sub(first).reinterpretAsInts();
      s0 = s0.lanewise(VectorOperators.XOR, v0.sub(next).reinterpretAsInts());
      s0 = s0.lanewise(VectorOperators.XOR, v0.sub(last).reinterpretAsInts());
      IntVector s1 = v1.sub(first).reinterpretAsInts();
      s1 = s1.lanewise(VectorOperators.XOR, v1.sub(next).reinterpretAsInts());
      s1 = s1.lanewise(VectorOperators.XOR, v1.sub(last).reinterpretAsInts());
      IntVector s2 = v2.sub(first).reinterpretAsInts();
      s2 = s2.lanewise(VectorOperators.XOR, v2.sub(next).reinterpretAsInts());
      s2 = s2.lanewise(VectorOperators.XOR, v2.sub(last).reinterpretAsInts());
      IntVector s3 = v3.sub(first).reinterpretAsInts();
      s3 = s3.lanewise(VectorOperators.XOR, v3.sub(next).reinterpretAsInts());
      s3 = s3.lanewise(VectorOperators.XOR, v3.sub(last).reinterpretAsInts());
      s0 = s0.lanewise(VectorOperators.LSHR, 31).add(s1.lanewise(VectorOperators.LSHR, 31));
      s2 = s2.lanewise(VectorOperators.LSHR, 31).add(s3.lanewise(VectorOperators.LSHR, 31));
      IntVector.fromArray(IntVector.SPECIES_PREFERRED, odd, c).add(s0.add(s2)).intoArray(odd, c);
    }
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
    int end = FloatVector.SPECIES_PREFERRED.loopBound(width);
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
      int own = slopesFrom + row * width;
      int at = row * stride;
      four(slopes, own, width, dy, dyFrom + at, dx, dxFrom + at, stride, end, columns);
    }
    for (; row < rows; row++) {
      int own = slopesFrom + row * width;
      int at = row * stride;
      ScalarGather.gradients(slopes, own, dy, dyFrom + at, dx, dxFrom + at, 0, end, columns);
    }
    if (end < width) {
      for (row = 0; row < rows; row++) {
        int own = slopesFrom + row * width;
        int at = row * stride;
        ScalarGather.gradients(slopes, own, dy, dyFrom + at, dx, dxFrom + at, end, width, columns);
      }
    }
  }

  private static void four(
      float[] slopes,
      int slopesFrom,
      int slopesStride,
      float[] dy,
      int dyFrom,
      float[] dx,
      int dxFrom,
      int stride,
      int end,
      Columns columns) {
    float[] sums = columns.slopes;
    float[] squares = columns.gradients;
    for (int c = 0; c < end; c += LANES) {
      int at = slopesFrom + c;
      FloatVector s0 = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, slopes, at);
      FloatVector s1 =
          FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, slopes, at + slopesStride);
      FloatVector s2 =
          FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, slopes, at + 2 * slopesStride);
      FloatVector s3 =
          FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, slopes, at + 3 * slopesStride);
      FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, sums, c)
          .add(s0.abs())
          .add(s1.abs())
          .add(s2.abs())
          .add(s3.abs())
          .intoArray(sums, c);
      int up = dyFrom + c;
      FloatVector g0 = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, dy, up);
      FloatVector g1 = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, dy, up + stride);
      FloatVector g2 = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, dy, up + 2 * stride);
      FloatVector g3 = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, dy, up + 3 * stride);
      g3.fma(
              g3,
              g2.fma(
                  g2,
                  g1.fma(
                      g1,
                      g0.fma(
                          g0, FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, squares, c)))))
          .intoArray(squares, c);
      int to = dxFrom + c;
      g0.mul(s0).intoArray(dx, to);
      g1.mul(s1).intoArray(dx, to + stride);
      g2.mul(s2).intoArray(dx, to + 2 * stride);
      g3.mul(s3).intoArray(dx, to + 3 * stride);
    }
  }

  @Override
  public void fold(float[] lanes) {
    int reach = Watch.LANES / 2;
    for (; reach >= LANES; reach /= 2) {
      for (int lane = 0; lane < reach; lane += LANES) {
        FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, lanes, lane)
            .add(FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, lanes, lane + reach))
            .intoArray(lanes, lane);
      }
    }
    ScalarGather.fold(lanes, 2 * reach);
  }

  @Override
  public boolean areFinite(float[] numbers, int count) {
    int end = FloatVector.SPECIES_PREFERRED.loopBound(count);
    IntVector most = IntVector.zero(IntVector.SPECIES_PREFERRED);
    for (int i = 0; i < end; i += LANES) {
      most =
          most.max(
              FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, numbers, i)
                  .reinterpretAsInts()
                  .and(MAGNITUDE));
    }
    int bits = most.reduceLanes(VectorOperators.MAX);
    for (int i = end; i < count; i++) {
      bits = Math.max(bits, Float.floatToRawIntBits(numbers[i]) & MAGNITUDE);
    }
    return bits < 0x7f800000;
  }
}
