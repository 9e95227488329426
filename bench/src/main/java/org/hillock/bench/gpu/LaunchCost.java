package org.hillock.bench.gpu;

import java.util.Arrays;
import org.hillock.Hillock;
import org.hillock.backend.Tensor;
import org.hillock.op.Shape;

/**
 * What asking for a tiny operation on resident data costs, in microseconds a call by the host's
 * clock.
 *
 * @param calls how many were asked for in a row
 * @param enqueue the caller's own time: bursts of 100 calls into an empty queue, the median
 * @param pipelined until the device was done with all the calls in a row
 * @param finished a call and a finish, the median
 */
public record LaunchCost(int calls, double enqueue, double pipelined, double finished) {

  private static final Shape TINY = Shape.of(1024);

  private static final int BURST = 100;

  /**
   * Measures it.
   *
   * @param hillock the device
   * @param calls how many in a row
   * @return the costs
   */
  public static LaunchCost measure(Hillock hillock, int calls) {
    try (Tensor tensor = hillock.tensor(TINY, new float[(int) TINY.size()])) {
      Runnable call = () -> hillock.forward(Plan.anyActivation(), tensor, tensor);
      run(hillock, call, calls); // Compiled by then.
      double pipelined = run(hillock, call, calls) / (double) calls;
      return new LaunchCost(
          calls,
          enqueue(hillock, call, calls) / 1e3,
          pipelined / 1e3,
          finished(hillock, call) / 1e3);
    }
  }

  private static long run(Hillock hillock, Runnable call, int calls) {
    hillock.finish();
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      call.run();
    }
    hillock.finish();
    return System.nanoTime() - start;
  }

  private static double enqueue(Hillock hillock, Runnable call, int calls) {
    long[] nanos = new long[Math.max(1, calls / BURST)];
    for (int burst = 0; burst < nanos.length; burst++) {
      hillock.finish();
      long start = System.nanoTime();
      for (int i = 0; i < BURST; i++) {
        call.run();
      }
      nanos[burst] = System.nanoTime() - start;
    }
    return median(nanos) / BURST;
  }

  private static double finished(Hillock hillock, Runnable call) {
    long[] nanos = new long[BURST];
    Arrays.setAll(nanos, i -> run(hillock, call, 1));
    return median(nanos);
  }

  private static double median(long[] nanos) {
    Arrays.sort(nanos);
    return nanos[nanos.length / 2];
  }
}
