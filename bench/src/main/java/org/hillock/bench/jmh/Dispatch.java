package org.hillock.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.hillock.op.Elementwise;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a call costs beside its arithmetic: one element, then sizes on both sides of where threads
 * start, and softmax of few short rows. {@code -prof gc} adds what a call allocates.
 *
 * <p>Two forks, as the compiler decides anew in each, and the error of one would be too small; they
 * wait for it (-Xbatch), as SIMD in the interpreter is a thousand times slower and can last beyond
 * any warm-up while the machine is busy.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xbatch")
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class Dispatch {

  /** The device, as {@code Hillock.open} takes it; {@code -p backend=...} names others. */
  @Param("cpu")
  public String backend;

  /**
   * Operation and shape together, because not every size makes sense for every operation: of the
   * activations the cheapest and the dearest, whose threads start at different sizes.
   */
  @Param({
    "RELU:1",
    "RELU:1024",
    "RELU:16384",
    "RELU:262144",
    "RELU:1048576",
    "GELU:1",
    "GELU:1024",
    "GELU:16384",
    "GELU:262144",
    "GELU:1048576",
    "SOFTMAX:1x16",
    "SOFTMAX:64x16"
  })
  public String call;

  private Place place;
  private Call parsed;
  private float[] x;
  private float[] y;

  /** Made by JMH. */
  public Dispatch() {}

  /** Opens the device. */
  @Setup
  public void open() {
    parsed = Call.of(call);
    place = new Place(backend, parsed.shape());
    x = Place.values(parsed.shape());
    y = new float[x.length];
  }

  /** Closes it. */
  @TearDown
  public void close() {
    place.close();
  }

  /** One forward call from array to array, by the shortest way that a user has. */
  @Benchmark
  public float[] arrays() {
    return parsed.operation() instanceof Elementwise activation
        ? place.hillock().forward(activation, x, y)
        : place.hillock().forward(parsed.operation(), x, y, parsed.shape());
  }

  /** One forward call on resident data, until it is done. */
  @Benchmark
  public void tensors() {
    place.forward(parsed.operation());
  }
}
