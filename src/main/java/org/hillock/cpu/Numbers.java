package org.hillock.cpu;

import org.hillock.backend.Totals;
import org.hillock.backend.Totals.Sum;

/** The numbers of a call, of each segment, or of each block for each unit; to be totalled. */
final class Numbers {

  final float[] results;
  final float[] squares;
  final float[] slopes;
  final float[] gradients;
  private final int units;

  /** So many numbers, for so many units each. */
  Numbers(int count, int units, boolean backward) {
    this.units = units;
    int size = count * units;
    results = new float[size];
    squares = new float[size];
    slopes = new float[backward ? size : 0];
    gradients = new float[backward ? size : 0];
  }

  /** Whether they are of backward. */
  boolean isBackward() {
    return slopes.length > 0;
  }

  /** Keeps the sums of columns from one unit of a block on. */
  void keep(Columns columns, int at, int width) {
    System.arraycopy(columns.sums, 0, results, at, width);
    System.arraycopy(columns.squares, 0, squares, at, width);
    if (isBackward()) {
      System.arraycopy(columns.slopes, 0, slopes, at, width);
      System.arraycopy(columns.gradients, 0, gradients, at, width);
    }
  }

  /** Adds all to what was gathered before. */
  void total(Totals totals) {
    total(totals, Sum.RESULTS, results);
    total(totals, Sum.SQUARES, squares);
    total(totals, Sum.SLOPES, slopes);
    total(totals, Sum.GRADIENTS, gradients);
  }

  private void total(Totals totals, Sum sum, float[] numbers) {
    if (numbers.length > 0) {
      totals.sum(sum).addAll(numbers, numbers.length / units);
    }
  }
}
