package org.hillock.cpu;

/** Looks at rows that a thread has computed while they are in its core's own cache. */
interface RowFollower {

  /** The rows to take before they are looked at, by their elements. */
  int ELEMENTS = 1 << 14;

  /** The rows from one to another are there; those before have been. */
  void follow(int from, int end);

  /** The thread has no more rows. */
  void finish();

  /** Makes one for each stretch of rows. */
  interface Maker {

    /** One for rows from one on. */
    RowFollower of(int from);
  }
}
