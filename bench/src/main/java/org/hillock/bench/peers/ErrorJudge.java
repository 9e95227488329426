package org.hillock.bench.peers;

import org.hillock.op.Activation;
import org.hillock.op.Ulp;

/**
 * Finds the largest error by the meaning in double precision, the same for everybody.
 *
 * <p>The unit is that of the last place of the true value, with exceptions where a small result is
 * the difference of large ones, and nobody computes it to its last place: backward through a
 * softmax it is the unit of the terms' magnitudes, {@code y·(|dy| + sum |y·dy|)}, or {@code |dy| +
 * y·sum |dy|} for the logarithm; for a log-softmax, a row's sum being at least 1, it is that of 1
 * where the true value is smaller. The sign of a zero is not judged: only we promise one.
 */
final class ErrorJudge {

  private final Task task;
  private final Inputs inputs;
  private final float[] result;
  private double worst = -1;
  private double worstOrdinary;
  private int at;
  private double truthThere;

  private ErrorJudge(Task task, Inputs inputs, float[] result) {
    this.task = task;
    this.inputs = inputs;
    this.result = result;
  }

  /** Judges the result of a task on its inputs. */
  static ErrorFound judge(Task task, Inputs inputs, float[] result) {
    int n = inputs.x().length;
    if (result.length != n) {
      throw new IllegalStateException(
          "%s gave %d elements; expected %d".formatted(task, result.length, n));
    }
    ErrorJudge judge = new ErrorJudge(task, inputs, result);
    if (task.softmax().isPresent()) {
      int columns = Math.toIntExact(task.columns());
      for (int row = 0; row < n; row += columns) {
        judge.row(row, columns, task.softmax().get().logarithmic());
      }
    } else {
      judge.activation(
          task.activation()
              .orElseThrow(() -> new IllegalArgumentException("no meaning of " + task.op())));
    }
    return new ErrorFound(
        judge.worst,
        inputs.ordinary() == 0 ? null : judge.worstOrdinary,
        inputs.x()[judge.at],
        judge.truthThere,
        result[judge.at],
        n);
  }

  private void activation(Activation activation) {
    double a = activation.parameter();
    for (int i = 0; i < result.length; i++) {
      double x = inputs.x()[i];
      double truth =
          task.isBackward() ? inputs.dy()[i] * activation.slope(x, a) : activation.value(x, a);
      element(i, truth, 0);
    }
  }

  private void row(int from, int columns, boolean logarithmic) {
    float[] x = inputs.x();
    double max = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + columns; i++) {
      max = Math.max(max, x[i]);
    }
    double sum = 0;
    for (int i = from; i < from + columns; i++) {
      sum += Math.exp(x[i] - max);
    }
    double logSum = Math.log(sum);
    double d = 0; // The sum of y·dy, or of dy alone.
    double magnitude = 0;
    for (int i = from; task.isBackward() && i < from + columns; i++) {
      double term = inputs.dy()[i] * (logarithmic ? 1 : Math.exp(x[i] - max) / sum);
      d += term;
      magnitude += Math.abs(term);
    }
    for (int i = from; i < from + columns; i++) {
      double y = Math.exp(x[i] - max) / sum;
      if (!task.isBackward()) {
        element(i, logarithmic ? x[i] - max - logSum : y, logarithmic ? 1 : 0);
        continue;
      }
      double dy = inputs.dy()[i];
      if (logarithmic) {
        element(i, dy - y * d, Math.abs(dy) + y * magnitude);
      } else {
        element(i, y * (dy - d), y * (Math.abs(dy) + magnitude));
      }
    }
  }

  /** Judges one element, in the unit of the true value or of a larger scale. */
  private void element(int i, double truth, double scale) {
    float y = result[i] == 0 ? (float) Math.copySign(0.0, truth) : result[i];
    double distance = Ulp.distance(truth, y);
    if (scale > Math.abs(truth)) {
      distance *= Ulp.unit(truth) / Ulp.unit(scale);
    }
    if (distance > worst) {
      worst = distance;
      at = i;
      truthThere = truth;
    }
    if (i < inputs.ordinary()) {
      worstOrdinary = Math.max(worstOrdinary, distance);
    }
  }
}
