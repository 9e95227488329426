package org.hillock.backend;

import java.util.Arrays;
import org.hillock.insight.Saturation;
import org.hillock.insight.Watch;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;
import org.hillock.op.Softmax;
import org.jspecify.annotations.Nullable;

/**
 * Calls with a bias or with statistics, put together from a backend's plain ones and loops on the
 * host: what such calls mean, for backends that do better and as the measure of those.
 */
public final class Observed {

  private final Backend backend;

  /**
   * Calls of a backend.
   *
   * @param backend what computes
   */
  public Observed(Backend backend) {
    this.backend = backend;
  }

  /**
   * Forward of an activation.
   *
   * @param operation the activation
   * @param x the input
   * @param bias a number for each column of x, or null
   * @param y the output
   * @param stats what gathers, made by the same backend; or null
   */
  public void forward(
      Elementwise operation,
      Tensor x,
      @Nullable Tensor bias,
      Tensor y,
      @Nullable HostStatistics stats) {
    float[] in = x.toArray();
    float[] v = biased(in, bias);
    try (Tensor whole = backend.tensor(x.shape()).upload(v)) {
      backend.forward(operation, whole, y);
    }
    if (stats != null) {
      Gather gather = new Gather(stats.watch(), Direction.FORWARD, x.shape());
      Saturation flat = Saturation.of(operation, stats.watch().saturation());
      gather.activation(flat, in, v, null, null, y.toArray(), bias, stats.totals());
    }
  }

  /**
   * Backward of an activation.
   *
   * @param operation the activation
   * @param x the saved input, without its bias
   * @param bias a number for each column of x, or null
   * @param dy the upstream gradient
   * @param dx the output
   * @param biasGradient the output for the bias: the sum of each column of dx; null without a bias
   * @param stats what gathers, made by the same backend; or null
   */
  public void backward(
      Elementwise operation,
      Tensor x,
      @Nullable Tensor bias,
      Tensor dy,
      Tensor dx,
      @Nullable Tensor biasGradient,
      @Nullable HostStatistics stats) {
    float[] in = x.toArray();
    float[] v = biased(in, bias);
    float[] gradient = dy.toArray();
    float[] slopes = new float[v.length];
    try (Tensor whole = backend.tensor(x.shape()).upload(v);
        Tensor ones = backend.tensor(x.shape())) {
      float[] one = new float[v.length];
      Arrays.fill(one, 1);
      backend.backward(operation, whole, ones.upload(one), ones);
      ones.download(slopes);
      backend.backward(operation, whole, dy, dx);
    }
    float[] result = dx.toArray();
    if (biasGradient != null) {
      biasGradient.upload(columnSums(result, (int) biasGradient.shape().size()));
    }
    if (stats != null) {
      Gather gather = new Gather(stats.watch(), Direction.BACKWARD, x.shape());
      Saturation flat = Saturation.of(operation, stats.watch().saturation());
      gather.activation(flat, in, v, slopes, gradient, result, bias, stats.totals());
    }
  }

  /**
   * Forward of a softmax.
   *
   * @param softmax the softmax
   * @param x the input
   * @param y the output
   * @param maps what the statistics make of the results
   * @param stats what gathers, made by the same backend
   */
  public void forward(Softmax softmax, Tensor x, Tensor y, RowMaps maps, HostStatistics stats) {
    float[] in = x.toArray();
    backend.forward(softmax, x, y);
    float[] out = y.toArray();
    Gather gather = new Gather(stats.watch(), Direction.FORWARD, x.shape());
    gather.softmax(softmax, maps, in, null, out, stats.totals());
  }

  /**
   * Backward of a softmax.
   *
   * @param softmax the softmax
   * @param y the saved output
   * @param dy the upstream gradient
   * @param dx the output
   * @param stats what gathers, made by the same backend
   */
  public void backward(Softmax softmax, Tensor y, Tensor dy, Tensor dx, HostStatistics stats) {
    float[] saved = y.toArray();
    float[] gradient = dy.toArray();
    backend.backward(softmax, y, dy, dx);
    Gather gather = new Gather(stats.watch(), Direction.BACKWARD, y.shape());
    gather.softmax(softmax, null, saved, gradient, dx.toArray(), stats.totals());
  }

  /** The input with its bias. */
  static float[] biased(float[] x, @Nullable Tensor bias) {
    if (bias == null) {
      return x;
    }
    float[] b = bias.toArray();
    float[] v = new float[x.length];
    for (int i = 0; i < v.length; i++) {
      v[i] = x[i] + b[i % b.length];
    }
    return v;
  }

  /** The sums of columns, in the order that {@link Watch} defines for units. */
  private static float[] columnSums(float[] values, int columns) {
    int rows = values.length / columns;
    int blocks = (rows - 1) / Watch.BLOCK + 1;
    Total total = new Total(columns);
    float[] sums = new float[columns];
    float[] numbers = new float[blocks];
    for (int c = 0; c < columns; c++) {
      Arrays.fill(numbers, 0);
      for (int row = 0; row < rows; row++) {
        numbers[row / Watch.BLOCK] += values[row * columns + c];
      }
      total.add(c, numbers, 0, blocks, 1);
      sums[c] = total.rounded(c);
    }
    return sums;
  }
}
