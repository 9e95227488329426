package org.hillock.cpu;

import org.hillock.op.Shape;
import org.hillock.op.Softmax;

/** Softmax and log-softmax as {@link Softmax} defines them. */
final class CpuSoftmax {

  private final SoftmaxMaps maps;
  private final CpuRows rows;

  CpuSoftmax(SoftmaxMaps maps, Workers workers) {
    this.maps = maps;
    this.rows = new CpuRows(maps, workers);
  }

  void forward(Softmax softmax, Shape shape, float[] x, float[] y) {
    rows.each(softmax.rows(shape), row -> forward(softmax, row, x, y));
  }

  void backward(Softmax softmax, Shape shape, float[] y, float[] dy, float[] dx) {
    rows.each(softmax.rows(shape), row -> backward(softmax, row, y, dy, dx));
  }

  private void forward(Softmax softmax, CpuRows.Row row, float[] x, float[] y) {
    boolean log = softmax.logarithmic();
    float inverseT = softmax.inverseTemperature();
    int stride = row.stride();
    float maximum = maximum(row, x);
    // Softmax keeps the exponentials in y; log-softmax needs x again, which may be the same array.
    float sum =
        log
            ? row.total(
                (loops, at, count) ->
                    loops.sumOfExponentials(x, at, stride, count, maximum, inverseT))
            : row.total(
                (loops, at, count) ->
                    loops.exponentials(x, y, at, stride, count, maximum, inverseT));
    if (!(sum >= 1)) {
      row.eachSegment((loops, at, count) -> loops.fillNaN(y, at, stride, count));
      return;
    }
    float[] from = log ? x : y;
    SegmentLoops.Map result = log ? logarithm(sum, maximum, inverseT) : quotient(sum);
    row.eachSegment((loops, at, count) -> loops.map(from, y, at, stride, count, result));
  }

  /** An exponential divided by the row's sum. */
  private SegmentLoops.Map quotient(float sum) {
    float reciprocal = maps.softmaxReciprocal(sum);
    return (e, eFrom, out, outFrom, count) ->
        maps.softmaxScale(e, eFrom, out, outFrom, count, reciprocal);
  }

  /** The logarithm of the same, from x. */
  private SegmentLoops.Map logarithm(float sum, float maximum, float inverseT) {
    float hi = maps.softmaxLogSum(sum);
    float lo = maps.softmaxLogSumLo(sum);
    return (x, xFrom, out, outFrom, count) ->
        maps.softmaxLog(x, xFrom, out, outFrom, count, maximum, inverseT, hi, lo);
  }

  private void backward(Softmax softmax, CpuRows.Row row, float[] y, float[] dy, float[] dx) {
    boolean log = softmax.logarithmic();
    float inverseT = softmax.inverseTemperature();
    int stride = row.stride();
    float sum =
        log
            ? row.total((loops, at, count) -> loops.sum(dy, at, stride, count))
            : row.total((loops, at, count) -> loops.dot(y, dy, at, stride, count));
    SegmentLoops.MapOfTwo slope =
        log
            ? (a, aFrom, b, bFrom, out, outFrom, count) ->
                maps.softmaxLogSlope(a, aFrom, b, bFrom, out, outFrom, count, sum, inverseT)
            : (a, aFrom, b, bFrom, out, outFrom, count) ->
                maps.softmaxSlope(a, aFrom, b, bFrom, out, outFrom, count, sum, inverseT);
    row.eachSegment((loops, at, count) -> loops.map(y, dy, dx, at, stride, count, slope));
  }

  private static float maximum(CpuRows.Row row, float[] x) {
    float[] maxima =
        row.ofSegments((loops, at, count) -> loops.maximum(x, at, row.stride(), count));
    float maximum = Float.NEGATIVE_INFINITY;
    for (float m : maxima) {
      maximum = SegmentLoops.larger(maximum, m);
    }
    return maximum;
  }
}
