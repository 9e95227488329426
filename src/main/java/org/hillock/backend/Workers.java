package org.hillock.backend;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the parts of one call on several threads. The caller's thread takes parts like any other, so
 * that a call makes progress whatever the others do, and many calls may share the workers.
 */
public final class Workers implements AutoCloseable {

  private static final long IDLE_SECONDS = 10;

  /**
   * The least work that is worth a part of its own, in picoseconds: the 50 microseconds that
   * another thread may take to wake. (Handing a part over takes the caller 1 to 5.)
   */
  private static final long LEAST_WORK = 50_000_000;

  /** More parts than threads even out threads that are held up. */
  private static final int PARTS_PER_THREAD = 4;

  /** Stretches end between vectors and between cache lines. */
  private static final int STEP = 1024;

  private final int threads;
  private final @Nullable ExecutorService helpers;

  /**
   * Workers.
   *
   * @param threads how many threads may work on one call, the caller's included
   */
  public Workers(int threads) {
    this.threads = threads;
    this.helpers = threads == 1 ? null : helpers(threads - 1);
  }

  /**
   * The number of threads.
   *
   * @return how many may work on one call, the caller's included
   */
  public int threads() {
    return threads;
  }

  /**
   * Into how many parts to cut a number of elements.
   *
   * @param elements how many
   * @param picoseconds what each of them takes
   * @return at least 1
   */
  public int parts(long elements, int picoseconds) {
    long worthwhile = elements * picoseconds / LEAST_WORK;
    if (threads == 1 || worthwhile < 2) {
      return 1;
    }
    long parts = Math.min(worthwhile, (long) PARTS_PER_THREAD * threads);
    // As many for each thread, or one has to finish alone.
    return (int) (parts < threads ? parts : parts / threads * threads);
  }

  /**
   * Runs part(0) to part(parts - 1), each once, in any order, and returns when all are done. A
   * failure of one of them is thrown then.
   *
   * @param parts how many
   * @param part what to run
   */
  public void run(int parts, IntConsumer part) {
    if (helpers == null || parts <= 1) {
      for (int i = 0; i < parts; i++) {
        part.accept(i);
      }
      return;
    }
    new Call(parts, part).run(helpers, Math.min(threads, parts) - 1);
  }

  /**
   * Runs the stretches into which a number of parts cut a length.
   *
   * @param length how many elements
   * @param parts how many parts
   * @param stretch what to run
   */
  public void share(int length, int parts, Stretch stretch) {
    run(
        parts,
        part -> {
          int from = start(length, part, parts);
          stretch.run(from, start(length, part + 1, parts) - from);
        });
  }

  private static int start(int length, int part, int parts) {
    return part == parts ? length : (int) ((long) length * part / parts) / STEP * STEP;
  }

  /** Does something to a stretch of elements. */
  public interface Stretch {

    /**
     * Does it.
     *
     * @param from the first element
     * @param count how many
     */
    void run(int from, int count);
  }

  /** Lets the threads end; parts are run by their callers from now on. */
  @Override
  public void close() {
    if (helpers != null) {
      helpers.shutdown();
    }
  }

  private static ExecutorService helpers(int count) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            count,
            count,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "hillock-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            },
            // Behind close() the caller's thread does all the parts that are left.
            new ThreadPoolExecutor.DiscardPolicy());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static final class Call {

    private final int parts;
    private final IntConsumer part;
    private final AtomicInteger next = new AtomicInteger();
    private final CountDownLatch open;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Call(int parts, IntConsumer part) {
      this.parts = parts;
      this.part = part;
      this.open = new CountDownLatch(parts);
    }

    void run(ExecutorService helpers, int count) {
      try {
        for (int i = 0; i < count; i++) {
          helpers.execute(this::takeParts);
        }
      } catch (OutOfMemoryError e) {
        // No further thread is to be had: those there are, the caller's at least, do it all.
      }
      takeParts();
      awaitAll();
      Throwable thrown = failure.get();
      if (thrown instanceof Error error) {
        throw error;
      }
      if (thrown instanceof RuntimeException exception) {
        throw exception;
      }
    }

    private void takeParts() {
      for (int i = next.getAndIncrement(); i < parts; i = next.getAndIncrement()) {
        try {
          part.accept(i);
        } catch (RuntimeException | Error e) {
          failure.compareAndSet(null, e);
        } finally {
          open.countDown();
        }
      }
    }

    /**
     * An interrupt does not abandon arrays that others still write to; it is kept for the caller.
     */
    private void awaitAll() {
      boolean interrupted = false;
      while (true) {
        try {
          open.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
