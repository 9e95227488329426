package org.hillock.cpu;

import java.util.Map;
import org.hillock.backend.Backend;
import org.hillock.backend.Device;
import org.hillock.backend.Tensor;
import org.hillock.op.Elementwise;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;

/** The CPU implementation. Its results are the reference for every other backend. */
public final class CpuBackend implements Backend {

  private final Workers workers;
  private final Map<String, ActivationLoops> activations;
  private final CpuSoftmax softmax;
  private final Device device;

  private CpuBackend(Twins twins, int threads) {
    workers = new Workers(threads);
    activations = twins.activations();
    softmax = new CpuSoftmax(twins.softmaxMaps(), workers);
    device = describe(threads, twins.lanes());
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
   * @throws IllegalArgumentException when the number is not positive
   */
  public static CpuBackend open(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + "; expected at least 1");
    }
    return new CpuBackend(Twins.best(), threads);
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public Tensor tensor(Shape shape) {
    return new CpuTensor(this, shape);
  }

  @Override
  public void forward(Operation operation, Tensor x, Tensor y) {
    forward(operation, x.shape(), values(x), values(y));
  }

  @Override
  public void backward(Operation operation, Tensor saved, Tensor dy, Tensor dx) {
    backward(operation, saved.shape(), values(saved), values(dy), values(dx));
  }

  @Override
  public void forward(Operation operation, Shape shape, float[] x, float[] y) {
    if (operation instanceof Softmax s) {
      softmax.forward(s, shape, x, y);
    } else if (operation instanceof Elementwise e) {
      ActivationLoops loops = loops(e);
      parts(
          x.length,
          loops.forwardOperations(),
          (from, count) -> loops.forward(x, from, y, from, count, e.parameter()));
    }
  }

  @Override
  public void backward(Operation operation, Shape shape, float[] saved, float[] dy, float[] dx) {
    if (operation instanceof Softmax s) {
      softmax.backward(s, shape, saved, dy, dx);
    } else if (operation instanceof Elementwise e) {
      ActivationLoops loops = loops(e);
      parts(
          saved.length,
          loops.backwardOperations(),
          (from, count) -> loops.backward(saved, from, dy, from, dx, from, count, e.parameter()));
    }
  }

  /** Results are there when a call returns: there is nothing to wait for. */
  @Override
  public void finish() {}

  @Override
  public void close() {
    workers.close();
  }

  void copy(float[] from, float[] to) {
    parts(from.length, 1, (start, count) -> System.arraycopy(from, start, to, start, count));
  }

  private ActivationLoops loops(Elementwise operation) {
    ActivationLoops loops = activations.get(operation.activation().snippet());
    if (loops == null) {
      throw new IllegalStateException(
          operation.activation()
              + " has no kernels-cl/activation/"
              + operation.activation().snippet()
              + ".cl");
    }
    return loops;
  }

  private void parts(int length, int operations, Stretch stretch) {
    int parts = workers.parts(length, operations);
    workers.run(
        parts,
        part -> {
          int from = (int) ((long) length * part / parts);
          int end = (int) ((long) length * (part + 1) / parts);
          stretch.run(from, end - from);
        });
  }

  private static float[] values(Tensor tensor) {
    return ((CpuTensor) tensor).values();
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
        Math.min(memory, 4L * Integer.MAX_VALUE),
        true,
        true,
        true);
  }

  private interface Stretch {
    void run(int from, int count);
  }
}
