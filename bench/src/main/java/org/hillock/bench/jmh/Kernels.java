package org.hillock.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.hillock.bench.OperationNames;
import org.hillock.op.Operation;
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
 * How fast every operation runs on resident data, in a core's cache and far beyond it. Forks and
 * warm-up are as in {@link Dispatch}, for the same reasons.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xbatch")
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class Kernels {

  /** The device, as {@code Hillock.open} takes it; {@code -p backend=...} names others. */
  @Param("cpu")
  public String backend;

  /** The operation; the command names them all, as an annotation could not follow the catalogue. */
  @Param({})
  public String op;

  /** 64 KiB and 64 MiB an array; softmax runs over the last axis. */
  @Param({"16x1024", "16384x1024"})
  public String shape;

  private Place place;
  private Operation operation;

  /** Made by JMH. */
  public Kernels() {}

  /** Opens the device. */
  @Setup
  public void open() {
    operation = OperationNames.operation(op);
    place = new Place(backend, Call.shape(shape));
  }

  /** Closes it. */
  @TearDown
  public void close() {
    place.close();
  }

  /** One forward call, until it is done. */
  @Benchmark
  public void forward() {
    place.forward(operation);
  }

  /** One backward call, until it is done; the saved data is any, which costs the same. */
  @Benchmark
  public void backward() {
    place.backward(operation);
  }
}
