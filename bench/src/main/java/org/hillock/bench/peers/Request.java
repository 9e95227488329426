package org.hillock.bench.peers;

import org.jspecify.annotations.Nullable;

/**
 * What the parent asks of a child.
 *
 * @param kind what to do
 * @param task with what; only with {@link Kind#PREPARE} and {@link Kind#ERROR}
 */
record Request(Kind kind, @Nullable Task task) {

  /** What a child can do. */
  enum Kind {
    /** Start the library, and say which version it is. */
    START,
    /** Make a task ready to be timed, and say where its result goes. */
    PREPARE,
    /** Run what is ready for a while: compilers, caches and threads settle. */
    WARM_UP,
    /** Run what is ready twice, and say how long the second took: the first warms the caches. */
    RUN,
    /** Give up what is ready. */
    RELEASE,
    /** Compute a task once on inputs for the error, and say how large it is. */
    ERROR
  }

  Task theTask() {
    if (task == null) {
      throw new IllegalArgumentException(kind + " needs a task");
    }
    return task;
  }
}
