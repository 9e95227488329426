package org.hillock.op;

/** Which way an operation is computed. */
public enum Direction {
  /** From {@code x} to {@code y}. */
  FORWARD,
  /** From what was saved and the upstream gradient {@code dy} to {@code dx}. */
  BACKWARD
}
