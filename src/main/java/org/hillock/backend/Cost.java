package org.hillock.backend;

/**
 * What a call on host data takes somewhere, as a straight line: a fixed time, and a time for each
 * element.
 *
 * @param fixed nanoseconds, at least 0
 * @param perElement nanoseconds for each element, above 0
 */
record Cost(double fixed, double perElement) {

  /**
   * The line through two measured calls of different lengths. Where they cannot be the points of
   * such a line, it goes through the longer one and has no fixed part, or half of that call's time.
   */
  static Cost through(long few, double nanosOfFew, long many, double nanosOfMany) {
    double mean = nanosOfMany / many;
    double slope = (nanosOfMany - nanosOfFew) / (many - few);
    double perElement = Math.min(Math.max(slope, mean / 2), mean);
    return new Cost(nanosOfMany - many * perElement, perElement);
  }
}
