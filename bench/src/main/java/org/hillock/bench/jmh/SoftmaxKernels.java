package org.hillock.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
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
 * Every kind of softmax over the last and the first axis on resident data: one element for the cost
 * of a call, then many rows and few.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class SoftmaxKernels {

  /** The device, as {@code Hillock.open} takes it; {@code -p device=...} names others. */
  @Param("cpu")
  public String device;

  /** Softmax or its logarithm. */
  @Param({"false", "true"})
  public boolean log;

  /** The axis of two. */
  @Param({"-1", "0"})
  public int axis;

  /** The number of rows. */
  @Param({"1", "32", "1024"})
  public int rows;

  /** The number of columns. */
  @Param({"1", "1024"})
  public int columns;

  private Place place;
  private Softmax softmax;

  /** Made by JMH. */
  public SoftmaxKernels() {}

  /** Opens the device. */
  @Setup
  public void open() {
    place = new Place(device, Shape.of(rows, columns));
    softmax = new Softmax(axis, 1, log);
  }

  /** Closes it. */
  @TearDown
  public void close() {
    place.close();
  }

  /** One forward call, until it is done. */
  @Benchmark
  public void forward() {
    place.forward(softmax);
  }

  /** One backward call, until it is done; the saved output is any, which costs the same. */
  @Benchmark
  public void backward() {
    place.backward(softmax);
  }
}
