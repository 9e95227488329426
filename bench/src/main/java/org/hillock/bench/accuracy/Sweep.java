package org.hillock.bench.accuracy;

import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.hillock.Hillock;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;
import org.hillock.op.Ulp;

/**
 * Every N-th bit pattern of a float32, NaNs and all, through a device, judged by the meaning in
 * double. The slope is what backward gives for dy = 1.
 */
public final class Sweep {

  private static final long PATTERNS = 1L << 32;
  private static final int BLOCK = 1 << 16;

  private final Computation computation;
  private final long stride;
  private final int threads;

  /** What is judged: a function over many inputs, or its slope. Called from many threads. */
  public interface Computation {

    /**
     * Computes.
     *
     * @param operation the activation
     * @param direction forward for the function, backward for its slope
     * @param x the inputs
     * @return as many results
     */
    float[] compute(Elementwise operation, Direction direction, float[] x);
  }

  /**
   * What a device computes.
   *
   * @param hillock the device
   * @return forward, and backward with dy = 1
   */
  public static Computation on(Hillock hillock) {
    return (operation, direction, x) -> {
      if (direction == Direction.FORWARD) {
        return hillock.forward(operation, x);
      }
      float[] dy = new float[x.length];
      Arrays.fill(dy, 1);
      return hillock.backward(operation, x, dy, dy);
    };
  }

  /**
   * A sweep.
   *
   * @param computation what is judged
   * @param stride the distance of neighbouring bit patterns; a prime meets every exponent and sign
   *     evenly
   * @param threads how many threads judge
   */
  public Sweep(Computation computation, long stride, int threads) {
    this.computation = computation;
    this.stride = stride;
    this.threads = threads;
  }

  /**
   * How many inputs a function is tried on.
   *
   * @return the number of bit patterns 0, stride, 2 · stride, ... below 2^32
   */
  public long inputs() {
    return (PATTERNS + stride - 1) / stride;
  }

  /**
   * Measures one function.
   *
   * @param operation the activation
   * @param direction forward for the function, backward for its slope
   * @param progress told the number of inputs done since it was last told, from any thread
   * @return its error
   * @throws InterruptedException when interrupted
   */
  public FunctionError measure(Elementwise operation, Direction direction, LongConsumer progress)
      throws InterruptedException {
    long blocks = (inputs() + BLOCK - 1) / BLOCK;
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      Worst worst =
          pool.submit(
                  () ->
                      LongStream.range(0, blocks)
                          .parallel()
                          .mapToObj(block -> block(operation, direction, block, progress))
                          .reduce(Worst.NONE, Worst::or))
              .get();
      return describe(operation, direction, worst);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } finally {
      pool.shutdownNow();
    }
  }

  private Worst block(
      Elementwise operation, Direction direction, long block, LongConsumer progress) {
    long first = block * BLOCK;
    float[] x = new float[(int) Math.min(BLOCK, inputs() - first)];
    for (int i = 0; i < x.length; i++) {
      x[i] = Float.intBitsToFloat((int) ((first + i) * stride));
    }
    float[] y = computation.compute(operation, direction, x);
    Worst worst = Worst.NONE;
    for (int i = 0; i < x.length; i++) {
      double ulp = Ulp.distance(truth(operation, direction, x[i]), y[i]);
      worst = worst.or(new Worst(ulp, (first + i) * stride));
    }
    progress.accept(x.length);
    return worst;
  }

  private static double truth(Elementwise operation, Direction direction, float x) {
    Activation meaning = operation.activation();
    return direction == Direction.FORWARD
        ? meaning.value(x, operation.parameter())
        : meaning.slope(x, operation.parameter());
  }

  private FunctionError describe(Elementwise operation, Direction direction, Worst worst) {
    float x = Float.intBitsToFloat((int) worst.input());
    return new FunctionError(
        operation.label(),
        direction,
        worst.ulp(),
        "0x%08x".formatted(worst.input()),
        Float.toString(x),
        Float.toString(computation.compute(operation, direction, new float[] {x})[0]),
        Double.toString(truth(operation, direction, x)),
        inputs());
  }
}
