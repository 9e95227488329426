package org.hillock.bench.peers.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import org.hillock.bench.peers.Call;
import org.hillock.bench.peers.Child;
import org.hillock.bench.peers.Driver;
import org.hillock.bench.peers.Inputs;
import org.hillock.bench.peers.MissingException;
import org.hillock.bench.peers.ResultPlace;
import org.hillock.bench.peers.Task;

/** ONNX Runtime on the CPU, with the defaults of a session but for the number of threads. */
public final class OnnxRuntimeDriver implements Driver {

  private final OrtEnvironment environment;
  private final int threads;

  private OnnxRuntimeDriver(int threads) {
    environment = OrtEnvironment.getEnvironment();
    this.threads = threads;
  }

  /**
   * Serves the parent.
   *
   * @param arguments the number of threads
   * @throws IOException when the parent is gone
   */
  public static void main(String... arguments) throws IOException {
    Child.main(OnnxRuntimeDriver::new, arguments);
  }

  @Override
  public String version() {
    return "ONNX Runtime %s, threads: %d".formatted(environment.getVersion(), threads);
  }

  @Override
  public Call prepare(Task task, Inputs inputs) throws MissingException, OrtException {
    byte[] model = Models.of(task);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      OrtSession session = environment.createSession(model, options);
      try {
        return new SessionCall(environment, session, inputs.x(), task.shape().dimensions());
      } catch (OrtException | RuntimeException e) {
        session.close();
        throw e;
      }
    }
  }

  @Override
  public void close() {}

  /** A session between two direct buffers. */
  private static final class SessionCall implements Call {

    private final OrtSession session;
    private final FloatBuffer result;
    private final OnnxTensor x;
    private final OnnxTensor y;

    SessionCall(OrtEnvironment environment, OrtSession session, float[] input, long[] shape)
        throws OrtException {
      this.session = session;
      x = OnnxTensor.createTensor(environment, buffer(input.length).put(input).rewind(), shape);
      result = buffer(input.length);
      y = OnnxTensor.createTensor(environment, result, shape);
    }

    private static FloatBuffer buffer(int elements) {
      return ByteBuffer.allocateDirect(Math.multiplyExact(elements, Float.BYTES))
          .order(ByteOrder.nativeOrder())
          .asFloatBuffer();
    }

    @Override
    public ResultPlace place() {
      return ResultPlace.PREALLOCATED;
    }

    @Override
    public void run() throws OrtException {
      session.run(Map.of("x", x), Map.of("y", y)).close();
    }

    @Override
    public float[] result() {
      float[] values = new float[result.capacity()];
      result.duplicate().rewind().get(values);
      return values;
    }

    @Override
    public void close() {
      x.close();
      y.close();
      try {
        session.close();
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
