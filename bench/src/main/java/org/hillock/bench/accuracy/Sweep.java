package org.hillock.bench.accuracy;

import java.util.List;
import java.util.function.LongConsumer;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;

/**
 * Every N-th bit pattern of a float32, NaNs and all, through a device, judged by the meaning in
 * double. The slope is what backward gives for dy = 1.
 */
public final class Sweep {

  private static final long PATTERNS = 1L << 32;
  private static final int BLOCK = 1 << 16;

  /** Results are heard of about so often: blocks are judged in rounds that take as long. */
  private static final long ROUND_NANOS = 500_000_000;

  private static final int MOST_BLOCKS_IN_ROUND = 4096;

  private final Computation computation;
  private final List<Check> checks;
  private final long stride;
  private final int threads;

  /** Hears how far a sweep is; called now and then, by one thread. */
  interface Listener {

    /**
     * Says how far it is.
     *
     * @param blocks how many blocks are done, from the first on
     * @param tally what was found in them
     */
    void reached(long blocks, Tally tally);
  }

  /**
   * A sweep.
   *
   * @param computation what is judged
   * @param checks the other devices that results are compared with
   * @param stride the distance of neighbouring bit patterns; a prime meets every exponent and sign
   *     evenly
   * @param threads how many threads judge
   */
  public Sweep(Computation computation, List<Check> checks, long stride, int threads) {
    this.computation = computation;
    this.checks = checks;
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

  long stride() {
    return stride;
  }

  long blocks() {
    return (inputs() + BLOCK - 1) / BLOCK;
  }

  /** How many inputs so many blocks hold. */
  long inputs(long blocks) {
    return Math.min(inputs(), blocks * BLOCK);
  }

  /**
   * Measures one function by the first judge alone.
   *
   * @param operation the activation
   * @param direction forward for the function, backward for its slope
   * @param progress told the number of inputs done since it was last told, from any thread
   * @return its error
   * @throws InterruptedException when interrupted
   */
  public FunctionError measure(Elementwise operation, Direction direction, LongConsumer progress)
      throws InterruptedException {
    Judge judge = new Judge(operation, direction);
    Tally tally = run(judge, 0, Tally.EMPTY, progress, (blocks, so) -> {});
    Suspect worst =
        tally.worst().isEmpty()
            ? Suspect.of(0, 0, compute(judge, new float[1])[0])
            : tally.worst().get(0);
    return new FunctionError(
        operation.label(),
        direction,
        worst.ulp(),
        "0x%08x".formatted(worst.bits()),
        Float.toString(worst.input()),
        Float.toString(worst.result()),
        Double.toString(judge.truth(worst.input())),
        tally.inputs());
  }

  /** What the device makes of some inputs. */
  float[] compute(Judge judge, float[] x) {
    return computation.compute(judge.operation(), judge.direction(), x);
  }

  /**
   * Goes through the blocks from one on.
   *
   * @param firstBlock how many are done already
   * @param before what was found in them
   * @return what was found in all
   */
  Tally run(Judge judge, long firstBlock, Tally before, LongConsumer progress, Listener listener)
      throws InterruptedException {
    try (Workers workers = new Workers(threads)) {
      Tally tally = before;
      long round = threads;
      for (long block = firstBlock; block < blocks(); ) {
        long start = System.nanoTime();
        long end = Math.min(blocks(), block + round);
        Tally known = tally;
        for (Tally part : workers.map(block, end, b -> block(judge, b, known, progress))) {
          tally = tally.plus(part);
        }
        block = end;
        listener.reached(block, tally);
        round = next(round, System.nanoTime() - start);
      }
      return tally;
    }
  }

  private long next(long round, long nanos) {
    long wanted = nanos < ROUND_NANOS / 2 ? round * 2 : nanos > 2 * ROUND_NANOS ? round / 2 : round;
    return Math.max(threads, Math.min(MOST_BLOCKS_IN_ROUND, wanted));
  }

  private Tally block(Judge judge, long block, Tally known, LongConsumer progress) {
    long first = block * BLOCK;
    float[] x = new float[(int) (inputs(block + 1) - first)];
    for (int i = 0; i < x.length; i++) {
      x[i] = input(first + i);
    }
    long start = System.nanoTime();
    float[] y = compute(judge, x);
    float before = input(Math.max(0, first - 1));
    Tally tally = new BlockJudge(judge, known).judge(before, x, y);
    long nanos = System.nanoTime() - start;
    for (Check check : checks) {
      long compared = check.compare(judge.operation(), judge.direction(), x, y, nanos);
      tally = tally.checked(check.device().id(), compared);
    }
    progress.accept(x.length);
    return tally;
  }

  private float input(long index) {
    return Float.intBitsToFloat((int) (index * stride));
  }
}
