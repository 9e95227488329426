package org.hillock.bench.peers.pytorch;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.hillock.bench.peers.Call;
import org.hillock.bench.peers.Child;
import org.hillock.bench.peers.Driver;
import org.hillock.bench.peers.Inputs;
import org.hillock.bench.peers.MissingException;
import org.hillock.bench.peers.ResultPlace;
import org.hillock.bench.peers.Task;

/**
 * PyTorch, through DJL. DJL's own operations allocate their result in every call, which costs more
 * than most of them; a TorchScript module, which DJL loads like any model, can be told where the
 * result goes, and has the backward kernels.
 */
public final class PyTorchDriver implements Driver {

  private final Engine engine;
  private final int threads;

  private PyTorchDriver(int threads) {
    engine = Engine.getEngine("PyTorch");
    JniUtils.setNumThreads(threads);
    this.threads = JniUtils.getNumThreads();
    if (this.threads != threads) {
      throw new IllegalStateException(
          "PyTorch takes %d threads; expected %d".formatted(this.threads, threads));
    }
  }

  /**
   * Serves the parent.
   *
   * @param arguments the number of threads
   * @throws IOException when the parent is gone
   */
  public static void main(String... arguments) throws IOException {
    Child.main(PyTorchDriver::new, arguments);
  }

  @Override
  public String version() {
    return "PyTorch %s, by DJL %s, threads: %d"
        .formatted(engine.getVersion(), Engine.getDjlVersion(), threads);
  }

  @Override
  public Call prepare(Task task, Inputs inputs)
      throws MissingException, IOException, MalformedModelException {
    Expressions expressions = Expressions.of(task);
    Shape shape = new Shape(task.shape().dimensions());
    NDManager manager = engine.newBaseManager();
    try {
      NDArray x = manager.create(inputs.x(), shape);
      if (!task.isBackward()) {
        return new ModuleCall(manager, expressions.forward(), new String[] {"x"}, x);
      }
      NDArray saved =
          expressions.saved() == Expressions.Saved.INPUT
              ? x
              : forward(manager, expressions.forward(), x);
      return new ModuleCall(
          manager,
          expressions.backward(),
          new String[] {"dy", "saved"},
          manager.create(inputs.dy(), shape),
          saved);
    } catch (RuntimeException | IOException | MalformedModelException e) {
      manager.close();
      throw e;
    }
  }

  private static NDArray forward(NDManager manager, String expression, NDArray x)
      throws IOException, MalformedModelException {
    try (ModuleCall call =
        new ModuleCall(manager.newSubManager(), expression, new String[] {"x"}, x)) {
      call.run();
      NDArray y = call.out.duplicate();
      y.attach(manager);
      return y;
    }
  }

  @Override
  public void close() {}

  /** A module, its arguments, and the tensor that its result goes to. */
  private static final class ModuleCall implements Call {

    private final NDManager manager;
    private final Model model;
    private final PtSymbolBlock block;
    private final NDArray out;
    private final IValue[] arguments;

    ModuleCall(NDManager manager, String expression, String[] names, NDArray... tensors)
        throws IOException, MalformedModelException {
      this.manager = manager;
      String[] parameters = new String[names.length + 1];
      System.arraycopy(names, 0, parameters, 0, names.length);
      parameters[names.length] = "out";
      model = Model.newInstance("module", "PyTorch");
      model.load(new ByteArrayInputStream(TorchScript.module(expression, parameters)));
      block = (PtSymbolBlock) model.getBlock();
      out = manager.zeros(tensors[0].getShape());
      arguments = new IValue[parameters.length];
      for (int i = 0; i < tensors.length; i++) {
        arguments[i] = IValue.from((PtNDArray) tensors[i]);
      }
      arguments[tensors.length] = IValue.from((PtNDArray) out);
    }

    @Override
    public ResultPlace place() {
      return ResultPlace.PREALLOCATED;
    }

    @Override
    public void run() {
      block.forward(arguments).close(); // Another name of out.
    }

    @Override
    public float[] result() {
      return out.toFloatArray();
    }

    @Override
    public void close() {
      for (IValue argument : arguments) {
        argument.close();
      }
      model.close();
      manager.close();
    }
  }
}
