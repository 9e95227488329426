package org.hillock.bench.peers;

import java.io.IOException;
import org.hillock.Hillock;
import org.hillock.op.Activation;
import org.hillock.op.Operation;
import org.hillock.op.Shape;

/**
 * Our own library, the way its users call it: from a {@code float[]} to another, on the CPU
 * implementation. Its process also measures what the machine can do at most.
 */
public final class HillockDriver implements Driver {

  private final Hillock hillock;
  private final Ceilings ceilings;

  private HillockDriver(int threads) {
    System.setProperty("hillock.threads", Integer.toString(threads));
    hillock = Hillock.open("cpu");
    ceilings = new Ceilings(threads);
  }

  /**
   * Serves the parent.
   *
   * @param arguments the number of threads
   * @throws IOException when the parent is gone
   */
  public static void main(String... arguments) throws IOException {
    Child.main(HillockDriver::new, arguments);
  }

  @Override
  public String version() {
    return hillock.device().name() + ", Java " + Runtime.version();
  }

  @Override
  public Call prepare(Task task, Inputs inputs) throws MissingException {
    float[] y = new float[inputs.x().length];
    return switch (task.op()) {
      case Task.COPY -> new Into(y, () -> ceilings.copy(inputs.x(), y));
      case Task.MULTIPLY_ADD -> new Into(y, () -> ceilings.multiplyAdd(inputs.x(), y));
      default -> new Into(y, operation(task, inputs, y));
    };
  }

  private Action operation(Task task, Inputs inputs, float[] y) throws MissingException {
    Operation operation = operation(task);
    Shape shape = task.shape();
    if (!task.isBackward()) {
      return () -> hillock.forward(operation, inputs.x(), y, shape);
    }
    float[] saved =
        operation instanceof Activation
            ? inputs.x()
            : hillock.forward(operation, inputs.x(), shape);
    return () -> hillock.backward(operation, saved, inputs.dy(), y, shape);
  }

  private static Operation operation(Task task) throws MissingException {
    if (task.activation().isPresent()) {
      return task.activation().get();
    }
    return task.softmax().orElseThrow(() -> new MissingException("there is no " + task.op()));
  }

  @Override
  public void close() {
    ceilings.close();
    hillock.close();
  }

  private interface Action {
    void run() throws Exception;
  }

  /** A result in an array of our own. */
  private static final class Into implements Call {

    private final float[] result;
    private final Action action;

    Into(float[] result, Action action) {
      this.result = result;
      this.action = action;
    }

    @Override
    public float[] result() {
      return result;
    }

    @Override
    public ResultPlace place() {
      return ResultPlace.PREALLOCATED;
    }

    @Override
    public void run() throws Exception {
      action.run();
    }

    @Override
    public void close() {}
  }
}
