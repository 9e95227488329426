package org.hillock.insight;

/**
 * Where something was seen first.
 *
 * @param call in which call since the statistics were made or reset, from 0
 * @param index which element of it, in C order
 */
public record Place(long call, long index) {

  /** The place as {@code element 17 of call 3}. */
  @Override
  public String toString() {
    return "element " + index + " of call " + call;
  }
}
