package org.hillock.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.hillock.op.Activation;
import org.hillock.op.Shape;
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
 * Every activation of the catalogue on resident data: one element for the cost of a call, then in
 * and out of cache.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class ActivationKernels {

  /** The device, as {@code Hillock.open} takes it; {@code -p device=...} names others. */
  @Param("cpu")
  public String device;

  /** The activation; without values here, JMH takes every constant. */
  @Param public Activation op;

  /** The number of elements. */
  @Param({"1", "16384", "1048576"})
  public int size;

  private Place place;

  /** Made by JMH. */
  public ActivationKernels() {}

  /** Opens the device. */
  @Setup
  public void open() {
    place = new Place(device, Shape.of(size));
  }

  /** Closes it. */
  @TearDown
  public void close() {
    place.close();
  }

  /** One forward call, until it is done. */
  @Benchmark
  public void forward() {
    place.forward(op);
  }

  /** One backward call, until it is done. */
  @Benchmark
  public void backward() {
    place.backward(op);
  }
}
