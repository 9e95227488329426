package org.hillock.cpu;

import java.nio.FloatBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.hillock.backend.Backend;
import org.hillock.backend.Device;
import org.hillock.backend.HostStatistics;
import org.hillock.backend.Observed;
import org.hillock.backend.RowMaps;
import org.hillock.backend.Statistics;
import org.hillock.backend.Tensor;
import org.hillock.backend.Workers;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;
import org.hillock.op.Operation;
import org.hillock.op.Rows;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.jspecify.annotations.Nullable;

/** The CPU implementation. Its results are the reference for every other backend. */
public final class CpuBackend implements Backend {

  /** What an operation takes of one element, in picoseconds; all lanes of a vector share it. */
  private static final int OPERATION = 200;

  /** What an element's way from and to memory takes, in picoseconds. */
  static final int TRANSFER = 150;

  /** The longest array that a JVM gives. */
  static final int LONGEST = Integer.MAX_VALUE - 8;

  private final Workers workers;
  private final int lanes;
  private final Map<Activation, ActivationLoops> activations;
  private final CpuSoftmax softmax;
  private final Staging staging;
  private final Device device;
  private final Resident resident;
  private final WatchedActivations watched;
  private final WatchedSoftmax watchedSoftmax;

  private CpuBackend(Twins twins, @Nullable Twins meanwhile, int threads, int longest) {
    workers = new Workers(threads);
    lanes = twins.lanes();
    activations = loops(twins, meanwhile);
    softmax = new CpuSoftmax(twins, meanwhile, workers);
    staging = new Staging(workers);
    device = describe(threads, twins.lanes());
    resident = new Resident(this, workers, longest);
    GatherLoops gather = GatherLoops.of(twins, meanwhile != null);
    SegmentLoops segments = SegmentLoops.of(twins, meanwhile != null);
    watchedSoftmax = new WatchedSoftmax(softmax, twins, segments, workers);
    watched = new WatchedActivations(twins, gather, segments, workers, resident);
  }

  /**
   * The CPU implementation on as many threads as the system property {@code hillock.threads} says,
   * else on one per processor.
   *
   * @return an open backend
   * @throws IllegalArgumentException when the property is not a positive number
   */
  public static CpuBackend open() {
    String property = System.getProperty("hillock.threads");
    if (property == null) {
      return open(Runtime.getRuntime().availableProcessors());
    }
    try {
      return open(Integer.parseInt(property));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "system property hillock.threads is \"" + property + "\"; expected a positive number", e);
    }
  }

  /**
   * The CPU implementation.
   *
   * @param threads how many threads may work on one call, the caller's included
   * @return an open backend
   * @throws IllegalArgumentException when the number is not positive, or the system property {@code
   *     hillock.simd} is neither {@code off}, {@code warm} nor {@code now}
   */
  public static CpuBackend open(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + "; expected at least 1");
    }
    return open(threads, LONGEST);
  }

  /** The CPU implementation with tensors in several arrays from some length on, for tests. */
  static CpuBackend open(int threads, int longest) {
    Twins.Mode.of(System.getProperty("hillock.simd"));
    return new CpuBackend(Twins.best(), Twins.meanwhile(), threads, longest);
  }

  /** The CPU implementation by some twins, for tests. */
  static CpuBackend of(Twins twins, int threads) {
    return new CpuBackend(twins, null, threads, LONGEST);
  }

  /** The CPU implementation whose SIMD loops are cold, whatever the system property says. */
  static CpuBackend cold(int threads) {
    return new CpuBackend(Twins.best(), Twins.scalar(), threads, LONGEST);
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public Tensor tensor(Shape shape) {
    return resident.tensor(shape);
  }

  @Override
  public Tensor lend(Shape shape, float[] values) {
    return resident.lend(shape, values);
  }

  @Override
  public void forward(Operation operation, Tensor x, Tensor y) {
    resident.run(operation, Direction.FORWARD, (CpuTensor) x, (CpuTensor) x, (CpuTensor) y);
  }

  @Override
  public void backward(Operation operation, Tensor saved, Tensor dy, Tensor dx) {
    resident.run(operation, Direction.BACKWARD, (CpuTensor) saved, (CpuTensor) dy, (CpuTensor) dx);
  }

  @Override
  public void forward(
      Elementwise operation,
      Tensor x,
      @Nullable Tensor bias,
      Tensor y,
      @Nullable Statistics stats) {
    watched.run(
        new WatchedCall(
            operation,
            loops(operation),
            (CpuTensor) x,
            (CpuTensor) bias,
            null,
            (CpuTensor) y,
            null,
            (HostStatistics) stats));
  }

  @Override
  public void backward(
      Elementwise operation,
      Tensor x,
      @Nullable Tensor bias,
      Tensor dy,
      Tensor dx,
      @Nullable Tensor biasGradient,
      @Nullable Statistics stats) {
    watched.run(
        new WatchedCall(
            operation,
            loops(operation),
            (CpuTensor) x,
            (CpuTensor) bias,
            (CpuTensor) dy,
            (CpuTensor) dx,
            (CpuTensor) biasGradient,
            (HostStatistics) stats));
  }

  @Override
  public void forward(Softmax kind, Tensor x, Tensor y, Statistics stats) {
    float[] in = ((CpuTensor) x).array();
    float[] out = ((CpuTensor) y).array();
    if (in == null || out == null) {
      // Views, and tensors in several arrays: as it is defined, without haste.
      new Observed(this).forward(kind, x, y, rowMaps(), (HostStatistics) stats);
      return;
    }
    watchedSoftmax.forward(kind, x.shape(), in, out, (HostStatistics) stats);
  }

  @Override
  public void backward(Softmax kind, Tensor y, Tensor dy, Tensor dx, Statistics stats) {
    float[] in = ((CpuTensor) y).array();
    float[] gradient = ((CpuTensor) dy).array();
    float[] out = ((CpuTensor) dx).array();
    if (in == null || gradient == null || out == null) {
      new Observed(this).backward(kind, y, dy, dx, (HostStatistics) stats);
      return;
    }
    watchedSoftmax.backward(kind, y.shape(), in, gradient, out, (HostStatistics) stats);
  }

  /**
   * The maps of statistics of a softmax, for whoever wants to define or to check them.
   *
   * @return the twins of those in {@code kernels-cl/softmax_maps.cl}
   */
  public static RowMaps rowMaps() {
    return new CpuRowMaps();
  }

  @Override
  public void forward(Operation operation, Shape shape, float[] x, float[] y) {
    if (operation instanceof Softmax s) {
      softmax.forward(s, shape, x, y);
    } else if (operation instanceof Elementwise e) {
      forward(e, x, y);
    }
  }

  @Override
  public void forward(Elementwise operation, float[] x, float[] y) {
    ActivationLoops loops = loops(operation);
    int parts = workers.parts(x.length, picoseconds(loops.forwardOperations(), lanes));
    if (parts == 1) {
      PageByPage.forward(loops, operation.parameter(), x, y, 0, x.length);
    } else {
      float a = operation.parameter();
      workers.share(
          x.length, parts, (from, count) -> PageByPage.forward(loops, a, x, y, from, count));
    }
  }

  @Override
  public void backward(Operation operation, Shape shape, float[] saved, float[] dy, float[] dx) {
    if (operation instanceof Softmax s) {
      softmax.backward(s, shape, saved, dy, dx);
    } else if (operation instanceof Elementwise e) {
      backward(e, saved, dy, dx);
    }
  }

  @Override
  public void backward(Elementwise operation, float[] x, float[] dy, float[] dx) {
    ActivationLoops loops = loops(operation);
    int parts = workers.parts(x.length, picoseconds(loops.backwardOperations(), lanes));
    if (parts == 1) {
      PageByPage.backward(loops, operation.parameter(), x, dy, dx, 0, x.length);
    } else {
      float a = operation.parameter();
      workers.share(
          x.length, parts, (from, count) -> PageByPage.backward(loops, a, x, dy, dx, from, count));
    }
  }

  @Override
  public void forward(Operation operation, Shape shape, FloatBuffer x, FloatBuffer y) {
    if (operation instanceof Softmax s) {
      Rows rows = s.rows(shape);
      Softmax same = new Softmax(1, s.temperature(), s.logarithmic());
      staging.run(
          x,
          null,
          y,
          unit(rows),
          softmax.forwardCost(),
          (values, none, count) -> softmax.forward(same, of(rows, count), values, values));
    } else if (operation instanceof Elementwise e) {
      ActivationLoops loops = loops(e);
      float a = e.parameter();
      staging.run(
          x,
          null,
          y,
          1,
          picoseconds(loops.forwardOperations(), lanes),
          (values, none, count) -> loops.forward(values, 0, values, 0, count, a));
    }
  }

  @Override
  public void backward(
      Operation operation, Shape shape, FloatBuffer saved, FloatBuffer dy, FloatBuffer dx) {
    if (operation instanceof Softmax s) {
      Rows rows = s.rows(shape);
      Softmax same = new Softmax(1, s.temperature(), s.logarithmic());
      staging.run(
          saved,
          dy,
          dx,
          unit(rows),
          softmax.backwardCost(),
          (y, g, count) -> softmax.backward(same, of(rows, count), y, g, y));
    } else if (operation instanceof Elementwise e) {
      ActivationLoops loops = loops(e);
      float a = e.parameter();
      staging.run(
          saved,
          dy,
          dx,
          1,
          picoseconds(loops.backwardOperations(), lanes),
          (x, g, count) -> loops.backward(x, 0, g, 0, x, 0, count, a));
    }
  }

  /** How many elements rows that are interleaved have in all. */
  private static int unit(Rows rows) {
    return (int) (rows.columns() * rows.inner());
  }

  /** The shape of so many elements of whole units. */
  private static Shape of(Rows rows, int count) {
    return Shape.of(count / unit(rows), rows.columns(), rows.inner());
  }

  /** What an element takes that so many operations are done with, in picoseconds. */
  static int picoseconds(int operations, int lanes) {
    return Math.max(TRANSFER, operations * OPERATION / lanes);
  }

  /** Results are there when a call returns: there is nothing to wait for. */
  @Override
  public void finish() {}

  @Override
  public void close() {
    resident.close();
    workers.close();
  }

  private ActivationLoops loops(Elementwise operation) {
    return Objects.requireNonNull(activations.get(operation.activation()));
  }

  private static Map<Activation, ActivationLoops> loops(Twins twins, @Nullable Twins meanwhile) {
    Map<Activation, ActivationLoops> loops = new EnumMap<>(Activation.class);
    for (Activation activation : Activation.values()) {
      ActivationLoops own = twins.activations().get(activation.snippet());
      if (own == null) {
        throw new IllegalStateException(
            activation + " has no kernels-cl/activation/" + activation.snippet() + ".cl");
      }
      loops.put(activation, meanwhile == null ? own : warm(own, meanwhile, activation));
    }
    return loops;
  }

  private static ActivationLoops warm(ActivationLoops own, Twins meanwhile, Activation activation) {
    float other = activation.parameter() == 1 ? 2 : activation.parameter();
    ActivationLoops scalar =
        Objects.requireNonNull(meanwhile.activations().get(activation.snippet()));
    return new WarmLoops(own, scalar, other);
  }

  private static Device describe(int threads, int lanes) {
    long memory = Runtime.getRuntime().maxMemory();
    return new Device(
        "cpu",
        "Hillock CPU implementation, "
            + threads
            + (threads == 1 ? " thread" : " threads")
            + (lanes == 1 ? "" : ", SIMD of " + lanes + " floats"),
        "Java",
        System.getProperty("java.vm.version", "unknown"),
        "Java " + Runtime.version().feature(),
        Device.Type.JAVA,
        threads,
        memory,
        memory,
        true,
        true,
        true);
  }
}
