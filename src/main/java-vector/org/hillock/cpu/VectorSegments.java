package org.hillock.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.hillock.insight.Watch;

/**
 * The loops by the Vector API. Four rows of lanes go together, so that sums are loaded once; counts
 * stay in registers.
 *
 * <p>No loop calls a method of ours, nor does too much at once: C2 stops inlining such methods when
 * a loop has grown large, as Vector API code does, and then each vector they give is an object.
 */
final class VectorSegments implements SegmentLoops {

  private static final int MAGNITUDE = 0x7fffffff;
  private static final int LANES = FloatVector.SPECIES_PREFERRED.length();
  private static final int ROW = Watch.LANES;
  private static final int ROWS = 4 * ROW;

  /**
   * Whether all are within is told by the signs of two differences, which are right for zeros too:
   * two instructions less than a minimum and a maximum, which Java wants exact for NaN and zeros.
   */
  @Override
  public boolean results(
      float[] r, int from, int count, float pivot, float least, float most, Columns columns) {
    float[] sums = columns.sums;
    float[] squares = columns.squares;
    int end = count / ROWS * ROWS;
    IntVector beyond = IntVector.zero(IntVector.SPECIES_PREFERRED);
    for (int row = 0; row < end; row += ROWS) {
      int at = from + row;
      for (int c = 0; c < ROW; c += LANES) {
        FloatVector r0 = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, r, at + c);
        FloatVector r1 = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, r, at + ROW + c);
        FloatVector r2 = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, r, at + 2 * ROW + c);
        FloatVector r3 = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, r, at + 3 * ROW + c);
        FloatVector d0 = r0.sub(pivot);
        FloatVector d1 = r1.sub(pivot);
        FloatVector d2 = r2.sub(pivot);
        FloatVector d3 = r3.sub(pivot);
        FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, sums, c)
            .add(d0)
            .add(d1)
            .add(d2)
            .add(d3)
            .intoArray(sums, c);
        FloatVector square = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, squares, c);
        d3.fma(d3, d2.fma(d2, d1.fma(d1, d0.fma(d0, square)))).intoArray(squares, c);
        FloatVector up = FloatVector.broadcast(FloatVector.SPECIES_PREFERRED, most);
        beyond =
            beyond
                .or(r0.sub(least).reinterpretAsInts())
                .or(up.sub(r0).reinterpretAsInts())
                .or(r1.sub(least).reinterpretAsInts())
                .or(up.sub(r1).reinterpretAsInts())
                .or(r2.sub(least).reinterpretAsInts())
                .or(up.sub(r2).reinterpretAsInts())
                .or(r3.sub(least).reinterpretAsInts())
                .or(up.sub(r3).reinterpretAsInts());
      }
    }
    boolean within = beyond.reduceLanes(VectorOperators.OR) >= 0;
    return ScalarSegments.results(r, from, end, count, pivot, least, most, columns) && within;
  }

  @Override
  public void extent(float[] r, int from, int count, Columns columns) {
    IntVector high = IntVector.broadcast(IntVector.SPECIES_PREFERRED, Integer.MIN_VALUE);
    IntVector low = IntVector.broadcast(IntVector.SPECIES_PREFERRED, Integer.MAX_VALUE);
    IntVector turned = high;
    int end = FloatVector.SPECIES_PREFERRED.loopBound(count);
    for (int i = 0; i < end; i += LANES) {
      IntVector bits =
          FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, r, from + i).reinterpretAsInts();
      high = high.max(bits);
      low = low.min(bits);
      turned = turned.max(bits.lanewise(VectorOperators.XOR, Columns.SIGN));
    }
    ScalarSegments.extent(
        r,
        from + end,
        count - end,
        high.reduceLanes(VectorOperators.MAX),
        low.reduceLanes(VectorOperators.MIN),
        turned.reduceLanes(VectorOperators.MAX),
        columns);
  }

  @Override
  public int others(float[] r, int from, int count) {
    IntVector others = IntVector.zero(IntVector.SPECIES_PREFERRED);
    int end = FloatVector.SPECIES_PREFERRED.loopBound(count);
    for (int i = 0; i < end; i += LANES) {
      // 0 for a zero of either sign, else 1.
      others =
          others.add(
              FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, r, from + i)
                  .reinterpretAsInts()
                  .and(MAGNITUDE)
                  .min(1));
    }
    int rest = 0;
    for (int i = end; i < count; i++) {
      rest += Math.min(Float.floatToRawIntBits(r[from + i]) & MAGNITUDE, 1);
    }
    return others.reduceLanes(VectorOperators.ADD) + rest;
  }

  @Override
  public int odd(float[] v, int from, int count, Edges edges) {
    int end = FloatVector.SPECIES_PREFERRED.loopBound(count);
    float[] at = edges.at();
    int odd =
        switch (at.length) {
          case 1 -> edges.ofMagnitude() ? oddSizes(v, from, end, at[0]) : odd(v, from, end, at[0]);
          case 2 -> odd(v, from, end, at[0], at[1]);
          default -> odd(v, from, end, at[0], at[1], at[2]);
        };
    for (int i = end; i < count; i++) {
      odd += edges.signs(v[from + i]) >>> 31;
    }
    return odd;
  }

  private static int oddSizes(float[] v, int from, int end, float edge) {
    IntVector odd = IntVector.zero(IntVector.SPECIES_PREFERRED);
    for (int i = 0; i < end; i += LANES) {
      FloatVector x = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, v, from + i);
      IntVector signs = x.abs().sub(edge).reinterpretAsInts();
      odd = odd.add(signs.lanewise(VectorOperators.LSHR, 31));
    }
    return odd.reduceLanes(VectorOperators.ADD);
  }

  private static int odd(float[] v, int from, int end, float edge) {
    IntVector odd = IntVector.zero(IntVector.SPECIES_PREFERRED);
    for (int i = 0; i < end; i += LANES) {
      FloatVector x = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, v, from + i);
      IntVector signs = x.sub(edge).reinterpretAsInts();
      odd = odd.add(signs.lanewise(VectorOperators.LSHR, 31));
    }
    return odd.reduceLanes(VectorOperators.ADD);
  }

  private static int odd(float[] v, int from, int end, float first, float next) {
    IntVector odd = IntVector.zero(IntVector.SPECIES_PREFERRED);
    for (int i = 0; i < end; i += LANES) {
      FloatVector x = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, v, from + i);
      IntVector signs =
          x.sub(first)
              .reinterpretAsInts()
              .lanewise(VectorOperators.XOR, x.sub(next).reinterpretAsInts());
      odd = odd.add(signs.lanewise(VectorOperators.LSHR, 31));
    }
    return odd.reduceLanes(VectorOperators.ADD);
  }

  private static int odd(float[] v, int from, int end, float first, float next, float last) {
    IntVector odd = IntVector.zero(IntVector.SPECIES_PREFERRED);
    for (int i = 0; i < end; i += LANES) {
      FloatVector x = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, v, from + i);
      IntVector signs =
          x.sub(first)
              .reinterpretAsInts()
              .lanewise(VectorOperators.XOR, x.sub(next).reinterpretAsInts())
              .lanewise(VectorOperators.XOR, x.sub(last).reinterpretAsInts());
      odd = odd.add(signs.lanewise(VectorOperators.LSHR, 31));
    }
    return odd.reduceLanes(VectorOperators.ADD);
  }

  @Override
  public void gradients(
      float[] slopes, int slopesFrom, float[] dy, int dyFrom, int count, Columns to) {
    float[] sums = to.slopes;
    float[] squares = to.gradients;
    int end = count / ROWS * ROWS;
    for (int row = 0; row < end; row += ROWS) {
      for (int c = 0; c < ROW; c += LANES) {
        int s = slopesFrom + row + c;
        FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, sums, c)
            .add(FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, slopes, s).abs())
            .add(FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, slopes, s + ROW).abs())
            .add(FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, slopes, s + 2 * ROW).abs())
            .add(FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, slopes, s + 3 * ROW).abs())
            .intoArray(sums, c);
        int at = dyFrom + row + c;
        FloatVector g0 = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, dy, at);
        FloatVector g1 = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, dy, at + ROW);
        FloatVector g2 = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, dy, at + 2 * ROW);
        FloatVector g3 = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, dy, at + 3 * ROW);
        FloatVector square = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, squares, c);
        g3.fma(g3, g2.fma(g2, g1.fma(g1, g0.fma(g0, square)))).intoArray(squares, c);
      }
    }
    ScalarSegments.gradients(slopes, slopesFrom, dy, dyFrom, end, count, to);
  }

  @Override
  public void multiply(
      float[] a, int aFrom, float[] b, int bFrom, float[] out, int outFrom, int count) {
    int end = FloatVector.SPECIES_PREFERRED.loopBound(count);
    for (int i = 0; i < end; i += LANES) {
      FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, a, aFrom + i)
          .mul(FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, b, bFrom + i))
          .intoArray(out, outFrom + i);
    }
    for (int i = end; i < count; i++) {
      out[outFrom + i] = a[aFrom + i] * b[bFrom + i];
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
    ScalarSegments.fold(lanes, 2 * reach);
  }
}
