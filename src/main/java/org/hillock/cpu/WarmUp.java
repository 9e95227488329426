package org.hillock.cpu;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when a SIMD loop is worth taking. Before C2 has compiled it, each operation of the Vector
 * API is a call that allocates, and the loop a hundred times slower than the scalar twin: the first
 * GELU of a quarter of a million elements would take two seconds. So the scalar twin, which gives
 * the same bits, computes until a thread beside has run the SIMD loop on a few elements often
 * enough for it to be the faster one. A SIMD loop that never is, on a JVM that cannot compile it,
 * is never taken.
 */
final class WarmUp implements Runnable {

  /**
   * The elements, some milliseconds of the scalar twin's time, before which some tenths of a second
   * beside are not worth it: a device's self-test warms nothing up.
   */
  static final long WORTH_WHILE = 1 << 17;

  private static final int CALLS = 50;

  /** Enough for the scalar twin to be compiled too. */
  private static final int LEAST_ROUNDS = 40;

  /** How often in a row the SIMD loop has to win. */
  private static final int WINS = 3;

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

  private static final Logger LOG = LoggerFactory.getLogger(CpuBackend.class);

  private static final Executor BESIDE = beside();

  private final Runnable simd;
  private final Runnable scalar;
  private final Executor executor;
  private final long patience;
  private final AtomicBoolean asked = new AtomicBoolean();
  private volatile boolean hot;
  private long seen;

  /**
   * A loop that is cold.
   *
   * @param simd runs the loop on a few elements
   * @param scalar runs its scalar twin on the same
   */
  WarmUp(Runnable simd, Runnable scalar) {
    this(simd, scalar, BESIDE, PATIENCE);
  }

  /** The same, warmed up by another executor, for so many nanoseconds at most. */
  WarmUp(Runnable simd, Runnable scalar, Executor executor, long patience) {
    this.simd = simd;
    this.scalar = scalar;
    this.executor = executor;
    this.patience = patience;
  }

  /**
   * Whether the SIMD loop is the one to take for so many elements. Whoever comes with the element
   * that makes it worth while sets it going.
   */
  boolean isHot(long elements) {
    if (hot) {
      return true;
    }
    // Threads that count at once may lose some: it is a matter of a rough sum.
    seen += elements;
    if (seen >= WORTH_WHILE && !asked.get() && asked.compareAndSet(false, true)) {
      try {
        executor.execute(this);
      } catch (OutOfMemoryError e) {
        // No thread is to be had: somebody else may ask again.
        asked.set(false);
      }
    }
    return hot;
  }

  @Override
  public void run() {
    long start = System.nanoTime();
    long best = Long.MAX_VALUE;
    int wins = 0;
    for (int round = 0; System.nanoTime() - start < patience; round++) {
      best = Math.min(best, time(scalar));
      wins = time(simd) < best ? wins + 1 : 0;
      if (round >= LEAST_ROUNDS && wins >= WINS) {
        hot = true;
        return;
      }
    }
    LOG.info(
        "A SIMD loop of the CPU implementation is not faster than plain Java on this JVM, which"
            + " computes instead; -Dhillock.simd=now takes it all the same");
  }

  private static long time(Runnable loop) {
    long start = System.nanoTime();
    for (int i = 0; i < CALLS; i++) {
      loop.run();
    }
    return System.nanoTime() - start;
  }

  private static Executor beside() {
    ThreadPoolExecutor one =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "hillock-warm-up");
              thread.setDaemon(true);
              return thread;
            });
    one.allowCoreThreadTimeOut(true);
    return one;
  }
}
