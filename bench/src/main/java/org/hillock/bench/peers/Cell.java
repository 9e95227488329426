package org.hillock.bench.peers;

import java.util.List;
import org.hillock.op.Direction;

/**
 * What became of a task.
 *
 * @param op the operation's name
 * @param direction forward or backward
 * @param shape the shape of the data
 * @param ceiling what the machine can do at most
 * @param outcomes how each library did, ours first
 */
public record Cell(
    String op, Direction direction, String shape, Ceiling ceiling, List<Outcome> outcomes) {

  /**
   * The shortest time that the machine allows, by measurement and estimate.
   *
   * @param millis the longer of the two
   * @param copyMillis the time to move the bytes that have to be read and written at least, by the
   *     parallel copy of as many elements
   * @param arithmeticMillis the time for our operations of each element, by the rate of
   *     multiply-adds in cache; 0 for a copy
   */
  public record Ceiling(double millis, double copyMillis, double arithmeticMillis) {

    static Ceiling of(double copyMillis, double arithmeticMillis) {
      return new Ceiling(Math.max(copyMillis, arithmeticMillis), copyMillis, arithmeticMillis);
    }

    /**
     * Which of the two it is.
     *
     * @return a word for a table
     */
    public String limit() {
      return arithmeticMillis > copyMillis ? "arithmetic" : "copy";
    }
  }

  /**
   * How our own library did.
   *
   * @return the first outcome
   */
  public Outcome ours() {
    return outcomes.get(0);
  }
}
