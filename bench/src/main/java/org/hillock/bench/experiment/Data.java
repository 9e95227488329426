package org.hillock.bench.experiment;

/**
 * What a network is to learn: to tell the class of a point.
 *
 * @param name what it is called
 * @param features how many numbers a point has
 * @param classes how many classes there are
 * @param train the points to learn from
 * @param test the points to be judged by
 */
public record Data(String name, int features, int classes, Part train, Part test) {

  /**
   * Some points.
   *
   * @param x their features, point by point
   * @param labels their classes, from 0
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Part(float[] x, int[] labels) {

    int size() {
      return labels.length;
    }
  }
}
