package org.hillock.bench.peers;

import java.io.IOException;
import org.hillock.op.Activation;

/**
 * A library that has activations only, forward only, correctly rounded; and a process of it, which
 * prints what nobody asked for.
 */
final class FakeDriver implements Driver {

  private final int threads;

  FakeDriver(int threads) {
    this.threads = threads;
  }

  @SuppressWarnings("SystemOut")
  public static void main(String... arguments) throws IOException {
    System.out.println("a line of native code's");
    System.out.print("and another without an end");
    Child.main(
        count -> {
          if (count == 13) {
            System.err.println("no luck");
            Runtime.getRuntime().halt(3);
          }
          return new FakeDriver(count);
        },
        arguments);
  }

  @Override
  public String version() {
    return "Fäke, threads: " + threads;
  }

  @Override
  public Call prepare(Task task, Inputs inputs) throws MissingException {
    Activation activation =
        task.activation().orElseThrow(() -> new MissingException("no softmax at all"));
    if (task.isBackward()) {
      throw new IllegalStateException("broken");
    }
    float[] y = new float[inputs.x().length];
    return new Call() {
      @Override
      public ResultPlace place() {
        return ResultPlace.ALLOCATED;
      }

      @Override
      public void run() {
        for (int i = 0; i < y.length; i++) {
          y[i] = (float) activation.value(inputs.x()[i], activation.parameter());
        }
      }

      @Override
      public float[] result() {
        return y;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void close() {}
}
