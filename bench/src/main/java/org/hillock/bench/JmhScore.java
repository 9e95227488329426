package org.hillock.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.hillock.op.Direction;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What one benchmark took.
 *
 * @param benchmark class and method, without the package
 * @param params the values of its parameters
 * @param nanos nanoseconds an operation, on average
 * @param error half of JMH's confidence interval (99.9 %); null when it was run too few times
 * @param gbps what it read and wrote, where the parameters tell how much data there is
 * @param bytes what an operation allocated on the heap; null without {@code -prof gc}
 * @param bytesError half of that one's confidence interval
 */
record JmhScore(
    String benchmark,
    Map<String, String> params,
    @JsonProperty("nsPerOp") double nanos,
    @JsonProperty("nsError") @Nullable Double error,
    @Nullable Double gbps,
    @JsonProperty("bytesPerOp") @Nullable Double bytes,
    @JsonProperty("bytesError") @Nullable Double bytesError) {

  /** As the benchmarks that have it name the parameter that holds a shape. */
  private static final String SHAPE = "shape";

  /** An object takes as much at the least; anything less is JMH's own, shared out. */
  private static final double LEAST_OBJECT = 16;

  JmhScore {
    params = new TreeMap<>(params);
  }

  /** The score of a run whose mode is the average time. */
  static JmhScore of(RunResult run) {
    BenchmarkParams benchmark = run.getParams();
    Map<String, String> params = new TreeMap<>();
    for (String key : benchmark.getParamsKeys()) {
      params.put(key, benchmark.getParam(key));
    }
    String name = benchmark.getBenchmark().replaceFirst(".*\\.([^.]+\\.[^.]+)$", "$1");
    double unit = TimeUnit.NANOSECONDS.convert(1, benchmark.getTimeUnit());
    Result<?> time = run.getPrimaryResult();
    double nanos = time.getScore() * unit;
    Result<?> allocated = run.getSecondaryResults().get("gc.alloc.rate.norm");
    return new JmhScore(
        name,
        params,
        nanos,
        finite(time.getScoreError() * unit),
        params.containsKey(SHAPE) ? bytesMoved(name, params.get(SHAPE)) / nanos : null,
        allocated == null ? null : finite(allocated.getScore()),
        allocated == null ? null : finite(allocated.getScoreError()));
  }

  /** As everywhere: an array read and one written forward, two and one backward. */
  private static double bytesMoved(String name, String shape) {
    double bytes = name.endsWith(Direction.BACKWARD.name().toLowerCase(Locale.ROOT)) ? 12 : 8;
    for (String dimension : shape.split("x", -1)) {
      bytes *= Long.parseLong(dimension);
    }
    return bytes;
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /** Whether this is the same benchmark with the same parameters. */
  boolean isOf(JmhScore other) {
    return benchmark.equals(other.benchmark) && params.equals(other.params);
  }

  /** The parameters' values, in the order of their names. */
  String call() {
    return String.join(" ", params.values());
  }

  /**
   * What is to be said of this score beside an earlier one: a difference that the error bars of
   * both do not explain, of time or of allocation; nothing when they do.
   */
  String verdict(JmhScore before) {
    if (error == null || before.error == null) {
      return "error unknown";
    }
    String time = "";
    if (nanos - error > before.nanos + before.error) {
      time = "SLOWER";
    } else if (nanos + error < before.nanos - before.error) {
      time = "faster";
    }
    return (time + (allocatesMoreThan(before) ? " ALLOCATES MORE" : "")).strip();
  }

  private boolean allocatesMoreThan(JmhScore before) {
    if (bytes == null || before.bytes == null) {
      return false;
    }
    double bars = orZero(bytesError) + orZero(before.bytesError);
    return bytes - before.bytes > Math.max(bars, LEAST_OBJECT / 2);
  }

  private static double orZero(@Nullable Double value) {
    return value == null ? 0 : value;
  }
}
