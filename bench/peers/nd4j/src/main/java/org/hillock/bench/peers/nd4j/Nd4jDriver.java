package org.hillock.bench.peers.nd4j;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.hillock.bench.peers.Call;
import org.hillock.bench.peers.Child;
import org.hillock.bench.peers.Driver;
import org.hillock.bench.peers.Inputs;
import org.hillock.bench.peers.MissingException;
import org.hillock.bench.peers.ResultPlace;
import org.hillock.bench.peers.Task;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J on the CPU. */
public final class Nd4jDriver implements Driver {

  private final int threads;

  private Nd4jDriver(int threads) {
    Nd4j.getEnvironment().setMaxThreads(threads);
    Nd4j.getEnvironment().setMaxMasterThreads(threads);
    this.threads = Nd4j.getEnvironment().maxMasterThreads();
  }

  /**
   * Serves the parent.
   *
   * @param arguments the number of threads
   * @throws IOException when the parent is gone
   */
  public static void main(String... arguments) throws IOException {
    Child.main(Nd4jDriver::new, arguments);
  }

  @Override
  public String version() {
    return "ND4J %s, threads: %d".formatted(mavenVersion(), threads);
  }

  /** As Maven has written it into the library's jar. */
  private static String mavenVersion() {
    Properties properties = new Properties();
    try (InputStream in =
        Nd4j.class.getResourceAsStream("/META-INF/maven/org.nd4j/nd4j-native/pom.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "of unknown version");
  }

  @Override
  public Call prepare(Task task, Inputs inputs) throws MissingException {
    Operation operation = Operation.of(task);
    long[] shape = task.shape().dimensions();
    INDArray x = Nd4j.createFromArray(inputs.x()).reshape(shape);
    INDArray y = Nd4j.createUninitialized(x.dataType(), shape);
    INDArray dy = task.isBackward() ? Nd4j.createFromArray(inputs.dy()).reshape(shape) : x;
    return new Into(operation, x, dy, y);
  }

  @Override
  public void close() {}

  /** An operation between arrays that are there. */
  private record Into(Operation operation, INDArray x, INDArray dy, INDArray y) implements Call {

    @Override
    public ResultPlace place() {
      return ResultPlace.PREALLOCATED;
    }

    @Override
    public void run() {
      operation.run(x, dy, y);
      Nd4j.getExecutioner().commit();
    }

    @Override
    public float[] result() {
      return y.data().asFloat();
    }

    @Override
    public void close() {
      x.close();
      y.close();
      if (dy.closeable()) {
        dy.close();
      }
    }
  }
}
