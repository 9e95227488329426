package org.hillock.bench.accuracy;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** Threads that share the work of a range of numbers. */
final class Workers implements AutoCloseable {

  private final ForkJoinPool pool;

  Workers(int threads) {
    pool = new ForkJoinPool(threads);
  }

  /**
   * Does the work for every number of a range.
   *
   * @return the results in the numbers' order
   * @throws RuntimeException what the work throws
   */
  <T> List<T> map(long from, long end, LongFunction<T> work) throws InterruptedException {
    try {
      return pool.submit(() -> LongStream.range(from, end).parallel().mapToObj(work).toList())
          .get();
    } catch (ExecutionException e) {
      throw cause(e);
    }
  }

  /** ForkJoin may wrap what a task has thrown in another of its kind: the innermost is meant. */
  private static RuntimeException cause(ExecutionException e) {
    Throwable cause = e;
    while (cause.getCause() != null && !(cause instanceof RuntimeException && isPlain(cause))) {
      cause = cause.getCause();
    }
    return cause instanceof RuntimeException plain ? plain : new IllegalStateException(e);
  }

  private static boolean isPlain(Throwable cause) {
    return cause.getCause() == null || cause.getCause().getClass() != cause.getClass();
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
