package org.hillock.backend;

import org.hillock.backend.Totals.Count;
import org.hillock.backend.Totals.Event;
import org.hillock.backend.Totals.Sum;
import org.hillock.insight.Histogram;
import org.hillock.insight.Saturation;
import org.hillock.insight.Watch;
import org.hillock.op.Direction;
import org.hillock.op.Rows;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.jspecify.annotations.Nullable;

/**
 * The definition of what statistics gather, written to be read: one loop for each number, over
 * arrays of the host. Backends that gather in the pass of their kernels are held against it.
 *
 * @param watch what to gather
 * @param direction of the call
 * @param shape of its data
 */
record Gather(Watch watch, Direction direction, Shape shape) {

  /** A number of an element. */
  private interface Element {
    float of(int index);
  }

  /** Whether something is so for an element. */
  private interface Test {
    boolean of(int index);
  }

  /**
   * Gathers a call of an activation.
   *
   * @param saturation where its slope is flat
   * @param x the input, without its bias
   * @param v the input with its bias
   * @param slopes backward: f'(v)
   * @param dy backward: the upstream gradient
   * @param r the result
   */
  void activation(
      Saturation saturation,
      float[] x,
      float[] v,
      float @Nullable [] slopes,
      float @Nullable [] dy,
      float[] r,
      @Nullable Tensor bias,
      Totals totals) {
    float[] b = bias == null ? new float[1] : bias.toArray();
    Test sound =
        i ->
            Float.isFinite(x[i])
                && Float.isFinite(b[i % b.length])
                && (dy == null || Float.isFinite(dy[i]));
    results(r, sound, totals);
    count(Count.SATURATED, i -> saturation.contains(v[i]), totals);
    if (slopes != null) {
      add(Sum.SLOPES, i -> Float.isFinite(slopes[i]) ? Math.abs(slopes[i]) : 0, totals);
      count(Count.SLOPES, i -> Float.isFinite(slopes[i]), totals);
    }
    if (dy != null) {
      addSquares(Sum.GRADIENTS, i -> Float.isFinite(dy[i]) ? dy[i] : 0, totals);
    }
    totals.called(shape.size() / totals.units());
  }

  /**
   * Gathers a call of a softmax.
   *
   * @param maps forward: what is made of each row's results
   * @param in forward x, backward the saved y
   * @param dy backward: the upstream gradient
   * @param r the result
   */
  void softmax(
      Softmax softmax,
      @Nullable RowMaps maps,
      float[] in,
      float @Nullable [] dy,
      float[] r,
      Totals totals) {
    Rows rows = softmax.rows(shape);
    boolean[] sound = new boolean[(int) rows.count()];
    for (int row = 0; row < sound.length; row++) {
      sound[row] = true;
      for (int c = 0; c < rows.columns(); c++) {
        int i = (int) (rows.first(row) + c * rows.inner());
        sound[row] &= Float.isFinite(in[i]) && (dy == null || Float.isFinite(dy[i]));
      }
    }
    int block = (int) (rows.columns() * rows.inner());
    results(r, i -> sound[i / block * (int) rows.inner() + i % (int) rows.inner()], totals);
    if (dy != null) {
      addSquares(Sum.GRADIENTS, i -> Float.isFinite(dy[i]) ? dy[i] : 0, totals);
    }
    if (maps != null) {
      Sureness sureness = new Sureness(softmax, rows, maps);
      float[] entropies = new float[sound.length];
      float[] tops = new float[sound.length];
      for (int row = 0; row < sound.length; row++) {
        float entropy = sureness.entropy(r, row);
        if (!Float.isNaN(entropy)) {
          totals.count(Count.ROWS)[0]++;
          entropies[row] = entropy;
          tops[row] = sureness.top(r, row);
        }
      }
      totals.sum(Sum.ENTROPIES).add(0, entropies, 0, entropies.length, 1);
      totals.sum(Sum.TOPS).add(0, tops, 0, tops.length, 1);
    }
    totals.called(shape.size());
  }

  private void results(float[] r, Test sound, Totals totals) {
    int units = totals.units();
    float[] pivots = totals.pivots();
    if (totals.calls() == 0 && direction == Direction.FORWARD) {
      for (int unit = 0; unit < units; unit++) {
        pivots[unit] = Float.isFinite(r[unit]) ? r[unit] : 0;
      }
    }
    Element d = i -> Float.isFinite(r[i]) ? r[i] - pivots[i % units] : 0;
    add(Sum.RESULTS, d, totals);
    addSquares(Sum.SQUARES, d, totals);
    count(Count.ZEROS, i -> r[i] == 0, totals);
    note(Event.NAN, i -> Float.isNaN(r[i]), totals);
    note(Event.INFINITY, i -> Float.isInfinite(r[i]), totals);
    note(Event.MADE, i -> !Float.isFinite(r[i]) && sound.of(i), totals);
    for (int i = 0; i < r.length; i++) {
      if (Float.isFinite(r[i])) {
        totals.range(i % units, r[i], r[i]);
      }
      if (watch.histogram() > 0 && i / Watch.SEGMENT % watch.histogram() == 0) {
        totals.histogram()[Histogram.bin(r[i])]++;
      }
    }
  }

  private void count(Count count, Test test, Totals totals) {
    long[] numbers = totals.count(count);
    for (int i = 0; i < shape.size(); i++) {
      numbers[i % numbers.length] += test.of(i) ? 1 : 0;
    }
  }

  private void note(Event event, Test test, Totals totals) {
    for (int i = 0; i < shape.size(); i++) {
      if (test.of(i)) {
        totals.event(event, i % totals.units(), 1, i);
      }
    }
  }

  private void add(Sum sum, Element element, Totals totals) {
    add(sum, element, i -> 1, totals);
  }

  private void addSquares(Sum sum, Element element, Totals totals) {
    add(sum, element, element, totals);
  }

  /** Adds products, each rounded once with its sum. */
  private void add(Sum sum, Element a, Element b, Totals totals) {
    int size = (int) shape.size();
    int units = totals.units();
    Total total = totals.sum(sum);
    if (watch.units() == 0) {
      float[] segments = new float[(size - 1) / Watch.SEGMENT + 1];
      for (int s = 0; s < segments.length; s++) {
        int from = s * Watch.SEGMENT;
        float[] lanes = new float[Watch.LANES];
        for (int i = from; i < Math.min(from + Watch.SEGMENT, size); i++) {
          int lane = i % Watch.LANES;
          lanes[lane] = Math.fma(a.of(i), b.of(i), lanes[lane]);
        }
        for (int reach = Watch.LANES / 2; reach > 0; reach /= 2) {
          for (int lane = 0; lane < reach; lane++) {
            lanes[lane] += lanes[lane + reach];
          }
        }
        segments[s] = lanes[0];
      }
      total.add(0, segments, 0, segments.length, 1);
      return;
    }
    int rows = size / units;
    float[] blocks = new float[(rows - 1) / Watch.BLOCK + 1];
    for (int unit = 0; unit < units; unit++) {
      for (int block = 0; block < blocks.length; block++) {
        float own = 0;
        int end = Math.min((block + 1) * Watch.BLOCK, rows);
        for (int row = block * Watch.BLOCK; row < end; row++) {
          int i = row * units + unit;
          own = Math.fma(a.of(i), b.of(i), own);
        }
        blocks[block] = own;
      }
      total.add(unit, blocks, 0, blocks.length, 1);
    }
  }
}
