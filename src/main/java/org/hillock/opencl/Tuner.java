package org.hillock.opencl;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Searches for the settings that make a device fastest: knob by knob, all candidates in turn, round
 * after round, so that a machine that slows down slows all of them; by medians. What is not clearly
 * better than what stands, twice, is left.
 */
final class Tuner {

  /** A candidate has to take less than this share of the time. */
  private static final double CLEARLY = 0.97;

  private static final int ROUNDS = 7;

  /** What is timed is repeated until it takes about so long, as a driver's answer varies. */
  private static final double LEAST_NANOS = 2e6;

  private static final int MOST_REPEATS = 100;

  /** More than caches hold. */
  private static final long ELEMENTS = 1L << 24;

  private static final long ELEMENTS_OF_PROCESSOR = 1L << 21;

  private final Engine engine;
  private final Programs programs;
  private final long elements;

  Tuner(Engine engine, Programs programs) {
    this(engine, programs, engine.device().processor() ? ELEMENTS_OF_PROCESSOR : ELEMENTS);
  }

  /** A tuner that times at most so many elements. */
  Tuner(Engine engine, Programs programs, long most) {
    this.engine = engine;
    this.programs = programs;
    long fitting = engine.device().description().maxAllocationBytes() / Float.BYTES;
    elements = Math.min(most, fitting);
  }

  /**
   * Searches; called inside {@link Engine#run}.
   *
   * @param from what to begin with
   * @param progress told a line for each knob: how long each candidate takes, as a share of what
   *     stood, and what is taken
   */
  Tuning search(Tuning from, Consumer<String> progress) {
    Data data = new Data();
    try {
      Tuning best = from;
      for (Knob knob : Knob.values()) {
        List<TunerWork> works = TunerWork.of(knob, engine.device(), elements);
        if (!works.isEmpty()) {
          best = turn(knob, works, best, data, progress);
        }
      }
      return best;
    } finally {
      data.release();
    }
  }

  private Tuning turn(
      Knob knob, List<TunerWork> works, Tuning best, Data data, Consumer<String> progress) {
    List<Integer> candidates = knob.candidates();
    double[] shares = shares(knob, candidates, works, best, data);
    int standing = best.get(knob);
    int taken = standing;
    StringBuilder line = new StringBuilder(knob + ":");
    double least = CLEARLY;
    for (int i = 0; i < shares.length; i++) {
      line.append(" %d (%.2f)".formatted(candidates.get(i), shares[i]));
      if (shares[i] < least) {
        least = shares[i];
        taken = candidates.get(i);
      }
    }
    if (taken != standing) {
      // The best of several is likely to be one that was lucky: it has to win once more.
      double again = shares(knob, List.of(standing, taken), works, best, data)[1];
      line.append("; once more %d (%.2f)".formatted(taken, again));
      taken = again < CLEARLY ? taken : standing;
    }
    progress.accept(line + ", takes " + taken);
    return best.with(knob, taken);
  }

  /** The time of each candidate as a share of what stands, by the geometric mean over the works. */
  private double[] shares(
      Knob knob, List<Integer> candidates, List<TunerWork> works, Tuning best, Data data) {
    List<Kernels> kernels =
        candidates.stream()
            .map(value -> new Kernels(engine, programs, best.with(knob, value), null))
            .toList();
    double[] logs = new double[kernels.size()];
    for (TunerWork work : works) {
      double[] times = medians(work, kernels, data);
      Arrays.setAll(logs, i -> logs[i] + Math.log(times[i]) / works.size());
    }
    double standing = logs[candidates.indexOf(best.get(knob))];
    return Arrays.stream(logs).map(log -> Math.exp(log - standing)).toArray();
  }

  /** The median time of some work by each of the candidates' kernels. */
  private double[] medians(TunerWork work, List<Kernels> kernels, Data data) {
    int repeats = 1;
    for (Kernels candidate : kernels) {
      time(work, candidate, data, 1); // which builds it
      double once = time(work, candidate, data, 1);
      repeats = (int) Math.max(repeats, Math.min(MOST_REPEATS, LEAST_NANOS / once));
    }
    double[][] times = new double[kernels.size()][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < kernels.size(); i++) {
        times[i][round] = time(work, kernels.get(i), data, repeats);
      }
    }
    return Arrays.stream(times).mapToDouble(Tuner::median).toArray();
  }

  private double time(TunerWork work, Kernels kernels, Data data, int repeats) {
    Queue queue = engine.queue();
    queue.finish();
    long start = System.nanoTime();
    for (int i = 0; i < repeats; i++) {
      kernels.run(
          queue,
          work.operation(),
          work.direction(),
          work.shape(),
          data.in,
          data.gradient,
          data.out);
    }
    queue.finish();
    return System.nanoTime() - start;
  }

  private static double median(double[] times) {
    Arrays.sort(times);
    return times[times.length / 2];
  }

  /** What is computed on: ordinary numbers. */
  private final class Data {

    private final Span in = take(7919);
    private final Span gradient = take(6007);
    private final Span out = take(1);

    private Span take(long step) {
      Memory memory = Memory.take(engine, elements * Float.BYTES, "tuning");
      float[] values = new float[Math.toIntExact(elements)];
      for (int i = 0; i < values.length; i++) {
        values[i] = i * step % 1009 / 126f - 4;
      }
      HostCopy.write(engine.queue(), Span.of(memory), FloatBuffer.wrap(values));
      return Span.of(memory);
    }

    void release() {
      in.memory().release();
      gradient.memory().release();
      out.memory().release();
    }
  }
}
