package org.hillock.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What the machine can do at most, measured in our own process: a copy by all threads, and
 * multiply-adds by all threads on data that stays in the first-level cache. Both are plain loops
 * that the JVM turns into vector code.
 */
final class Ceilings implements AutoCloseable {

  /** Multiply-adds for each element. */
  static final int MULTIPLY_ADDS = 16;

  /** Elements that are worked on again and again: 8 KiB of x and as much of y. */
  private static final int IN_CACHE = 2048;

  private final int threads;
  private final ExecutorService pool;

  Ceilings(int threads) {
    this.threads = threads;
    pool =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "ceiling");
              thread.setDaemon(true);
              return thread;
            });
  }

  void copy(float[] x, float[] y) throws InterruptedException, ExecutionException {
    eachPart(x.length, (from, to) -> System.arraycopy(x, from, y, from, to - from));
  }

  /** As many multiply-adds as if every element of x took its share. */
  void multiplyAdd(float[] x, float[] y) throws InterruptedException, ExecutionException {
    eachPart(
        x.length,
        (from, to) -> {
          float[] in = new float[IN_CACHE];
          float[] out = new float[IN_CACHE];
          System.arraycopy(x, from, in, 0, Math.min(IN_CACHE, to - from));
          for (int done = from; done < to; done += IN_CACHE) {
            polynomial(in, out);
          }
          System.arraycopy(out, 0, y, from, Math.min(IN_CACHE, to - from));
        });
  }

  /** A polynomial of degree {@link #MULTIPLY_ADDS} by Horner's rule. */
  private static void polynomial(float[] in, float[] out) {
    for (int i = 0; i < in.length; i++) {
      float x = in[i];
      float p = Math.fma(x, 0.01f, 0.02f);
      p = Math.fma(x, p, 0.03f);
      p = Math.fma(x, p, 0.04f);
      p = Math.fma(x, p, 0.05f);
      p = Math.fma(x, p, 0.06f);
      p = Math.fma(x, p, 0.07f);
      p = Math.fma(x, p, 0.08f);
      p = Math.fma(x, p, 0.09f);
      p = Math.fma(x, p, 0.10f);
      p = Math.fma(x, p, 0.11f);
      p = Math.fma(x, p, 0.12f);
      p = Math.fma(x, p, 0.13f);
      p = Math.fma(x, p, 0.14f);
      p = Math.fma(x, p, 0.15f);
      p = Math.fma(x, p, 0.16f);
      out[i] = Math.fma(x, p, 0.17f);
    }
  }

  private interface Part {
    void run(int from, int to);
  }

  /** Four parts a thread even out threads that are held up. */
  private void eachPart(int n, Part part) throws InterruptedException, ExecutionException {
    int parts = threads == 1 ? 1 : 4 * threads;
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      int from = (int) ((long) n * i / parts);
      int to = (int) ((long) n * (i + 1) / parts);
      running.add(pool.submit(() -> part.run(from, to)));
    }
    for (Future<?> future : running) {
      future.get();
    }
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
