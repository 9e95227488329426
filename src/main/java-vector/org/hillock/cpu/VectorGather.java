package org.hillock.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The loops by the Vector API. Four rows of results go together, so that sums are loaded once.
 *
 * <p>No loop calls a method of ours, nor does too much at once: C2 stops inlining such methods when
 * a loop has grown large, as Vector API code does, and then each vector they give is an object.
 */
final class VectorGather implements GatherLoops {

  private static final int MAGNITUDE = 0x7fffffff;
  private static final int INFINITY = 0x7f800000;
  private static final int LANES = FloatVector.SPECIES_PREFERRED.length();

  @Override
  public boolean results(
      float[] r, int from, int stride, int rows, int width, Columns before, Columns after) {
    int end = FloatVector.SPECIES_PREFERRED.loopBound(width);
    boolean finite = true;
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
      Columns last = row == 0 ? before : after;
      finite = fourMoments(r, from + row * stride, stride, end, last, after);
      fourBits(r, from + row * stride, stride, end, last, after);
    }
    for (; row < rows; row++) {
      Columns last = row == 0 ? before : after;
      finite = ScalarGather.results(r, from + row * stride, 0, end, last, after);
    }
    boolean restFinite = true;
    for (row = 0; row < rows && end < width; row++) {
      Columns last = row == 0 ? before : after;
      restFinite = ScalarGather.results(r, from + row * stride, end, width, last, after);
    }
    return finite && restFinite;
  }

  /** Adds four rows; whether the sums are finite now. */
  private static boolean fourMoments(
      float[] r, int from, int stride, int end, Columns before, Columns after) {
    float[] pivots = before.pivots;
    float[] sums = before.sums;
    float[] squares = before.squares;
    float[] newSums = after.sums;
    float[] newSquares = after.squares;
    IntVector most = IntVector.zero(IntVector.SPECIES_PREFERRED);
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
      FloatVector sum =
          FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, sums, c)
              .add(d0)
              .add(d1)
              .add(d2)
              .add(d3);
      sum.intoArray(newSums, c);
      most = most.max(sum.reinterpretAsInts().and(MAGNITUDE));
      d3.fma(
              d3,
              d2.fma(
                  d2,
                  d1.fma(
                      d1,
                      d0.fma(
                          d0, FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, squares, c)))))
          .intoArray(newSquares, c);
    }
    return most.reduceLanes(VectorOperators.MAX) < INFINITY;
  }

  private static void fourBits(
      float[] r, int from, int stride, int end, Columns before, Columns after) {
    int[] high = before.high;
    int[] low = before.low;
    int[] turned = before.turned;
    int[] others = before.others;
    int[] newHigh = after.high;
    int[] newLow = after.low;
    int[] newTurned = after.turned;
    int[] newOthers = after.others;
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
          .intoArray(newHigh, c);
      IntVector.fromArray(IntVector.SPECIES_PREFERRED, low, c)
          .min(b0.min(b1).min(b2.min(b3)))
          .intoArray(newLow, c);
      IntVector t0 = b0.lanewise(VectorOperators.XOR, Columns.SIGN);
      IntVector t1 = b1.lanewise(VectorOperators.XOR, Columns.SIGN);
      IntVector t2 = b2.lanewise(VectorOperators.XOR, Columns.SIGN);
      IntVector t3 = b3.lanewise(VectorOperators.XOR, Columns.SIGN);
      IntVector.fromArray(IntVector.SPECIES_PREFERRED, turned, c)
          .max(t0.max(t1).max(t2.max(t3)))
          .intoArray(newTurned, c);
      // 0 for a zero of either sign, else 1.
      IntVector o0 = b0.and(MAGNITUDE).min(1);
      IntVector o1 = b1.and(MAGNITUDE).min(1);
      IntVector o2 = b2.and(MAGNITUDE).min(1);
      IntVector o3 = b3.and(MAGNITUDE).min(1);
      IntVector.fromArray(IntVector.SPECIES_PREFERRED, others, c)
          .add(o0.add(o1).add(o2.add(o3)))
          .intoArray(newOthers, c);
    }
  }

  /** Row by row: four at a time are no faster. */
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
    int end = FloatVector.SPECIES_PREFERRED.loopBound(width);
    for (int row = 0; row < rows; row++) {
      int[] last = row == 0 ? before.odd : after.odd;
      int at = from + row * stride;
      odd(v, at, end, edges, last, after.odd);
      ScalarGather.inputs(v, at, end, width, edges, last, after.odd);
    }
  }

  private static void odd(float[] v, int from, int end, Edges edges, int[] odd, int[] newOdd) {
    float[] at = edges.at();
    if (edges.ofMagnitude()) {
      oddSizes(v, from, end, at[0], odd, newOdd);
    } else if (at.length == 1) {
      odd(v, from, end, at[0], odd, newOdd);
    } else if (at.length == 2) {
      odd(v, from, end, at[0], at[1], odd, newOdd);
    } else {
      odd(v, from, end, at[0], at[1], at[2], odd, newOdd);
    }
  }

  private static void oddSizes(float[] v, int from, int end, float edge, int[] odd, int[] newOdd) {
    for (int c = 0; c < end; c += LANES) {
      FloatVector x = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, v, from + c);
      IntVector signs = x.abs().sub(edge).reinterpretAsInts();
      IntVector.fromArray(IntVector.SPECIES_PREFERRED, odd, c)
          .add(signs.lanewise(VectorOperators.LSHR, 31))
          .intoArray(newOdd, c);
    }
  }

  private static void odd(float[] v, int from, int end, float edge, int[] odd, int[] newOdd) {
    for (int c = 0; c < end; c += LANES) {
      FloatVector x = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, v, from + c);
      IntVector signs = x.sub(edge).reinterpretAsInts();
      IntVector.fromArray(IntVector.SPECIES_PREFERRED, odd, c)
          .add(signs.lanewise(VectorOperators.LSHR, 31))
          .intoArray(newOdd, c);
    }
  }

  private static void odd(
      float[] v, int from, int end, float first, float next, int[] odd, int[] newOdd) {
    for (int c = 0; c < end; c += LANES) {
      FloatVector x = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, v, from + c);
      IntVector signs =
          x.sub(first)
              .reinterpretAsInts()
              .lanewise(VectorOperators.XOR, x.sub(next).reinterpretAsInts());
      IntVector.fromArray(IntVector.SPECIES_PREFERRED, odd, c)
          .add(signs.lanewise(VectorOperators.LSHR, 31))
          .intoArray(newOdd, c);
    }
  }

  private static void odd(
      float[] v, int from, int end, float first, float next, float last, int[] odd, int[] newOdd) {
    for (int c = 0; c < end; c += LANES) {
      FloatVector x = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, v, from + c);
      IntVector signs =
          x.sub(first)
              .reinterpretAsInts()
              .lanewise(VectorOperators.XOR, x.sub(next).reinterpretAsInts())
              .lanewise(VectorOperators.XOR, x.sub(last).reinterpretAsInts());
      IntVector.fromArray(IntVector.SPECIES_PREFERRED, odd, c)
          .add(signs.lanewise(VectorOperators.LSHR, 31))
          .intoArray(newOdd, c);
    }
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
    int end = FloatVector.SPECIES_PREFERRED.loopBound(width);
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
      Columns last = row == 0 ? before : after;
      int own = slopesFrom + row * slopesStride;
      fourSlopes(slopes, own, slopesStride, end, last.slopes, after.slopes);
      int at = dyFrom + row * stride;
      fourGradients(dy, at, stride, end, last.gradients, after.gradients);
    }
    for (; row < rows; row++) {
      Columns last = row == 0 ? before : after;
      int own = slopesFrom + row * slopesStride;
      ScalarGather.gradients(slopes, own, dy, dyFrom + row * stride, 0, end, last, after);
    }
    for (row = 0; row < rows && end < width; row++) {
      Columns last = row == 0 ? before : after;
      int own = slopesFrom + row * slopesStride;
      ScalarGather.gradients(slopes, own, dy, dyFrom + row * stride, end, width, last, after);
    }
  }

  private static void fourSlopes(
      float[] slopes, int from, int stride, int end, float[] sums, float[] newSums) {
    for (int c = 0; c < end; c += LANES) {
      int at = from + c;
      FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, sums, c)
          .add(FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, slopes, at).abs())
          .add(FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, slopes, at + stride).abs())
          .add(FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, slopes, at + 2 * stride).abs())
          .add(FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, slopes, at + 3 * stride).abs())
          .intoArray(newSums, c);
    }
  }

  private static void fourGradients(
      float[] dy, int from, int stride, int end, float[] squares, float[] newSquares) {
    for (int c = 0; c < end; c += LANES) {
      int at = from + c;
      FloatVector g0 = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, dy, at);
      FloatVector g1 = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, dy, at + stride);
      FloatVector g2 = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, dy, at + 2 * stride);
      FloatVector g3 = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, dy, at + 3 * stride);
      FloatVector square = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, squares, c);
      g3.fma(g3, g2.fma(g2, g1.fma(g1, g0.fma(g0, square)))).intoArray(newSquares, c);
    }
  }
}
