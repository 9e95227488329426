package org.hillock.example;

import org.hillock.Hillock;
import org.hillock.backend.Backend;
import org.hillock.backend.Tensor;
import org.hillock.op.Elementwise;
import org.hillock.op.Shape;
import org.hillock.opencl.OpenClInterop;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.blast.CLBlast;
import org.jocl.blast.CLBlastLayout;
import org.jocl.blast.CLBlastStatusCode;
import org.jocl.blast.CLBlastTranspose;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_device_id;
import org.jocl.cl_mem;

/**
 * A dense layer, y = activation(x · Wᵀ + b), on an OpenCL context and a queue that the caller has
 * already: JOCLBlast multiplies, Hillock activates, in one buffer, and nobody waits in between. All
 * matrices are row-major.
 */
public final class DenseLayer implements AutoCloseable {

  private final cl_command_queue queue;
  private final int batch;
  private final int in;
  private final int out;
  private final float[] biases;
  private final cl_mem weights;
  private final cl_mem inputs;
  private final cl_mem results;
  private final Hillock hillock;
  private final Tensor y;

  /**
   * A layer for batches of one size.
   *
   * @param weights W, of shape out x in
   * @param biases b, as many as there are outputs
   * @param batch the rows of x and y
   */
  public DenseLayer(
      cl_context context,
      cl_device_id device,
      cl_command_queue queue,
      float[] weights,
      float[] biases,
      int batch) {
    this.queue = queue;
    this.batch = batch;
    out = biases.length;
    in = weights.length / out;
    this.biases = new float[batch * out];
    for (int i = 0; i < this.biases.length; i++) {
      this.biases[i] = biases[i % out];
    }
    this.weights = buffer(context, weights.length);
    write(this.weights, weights);
    inputs = buffer(context, batch * in);
    results = buffer(context, batch * out);

    Backend backend = OpenClInterop.backend(context, device, queue);
    hillock = Hillock.on(backend);
    y = OpenClInterop.tensor(backend, results, 0, Shape.of(batch, out));
  }

  /**
   * Computes y.
   *
   * @param x the inputs, of shape batch x in
   * @return y, of shape batch x out
   */
  public float[] forward(Elementwise activation, float[] x) {
    write(inputs, x);
    y.upload(biases);
    multiply(); // y = x · Wᵀ + y
    hillock.forward(activation, y, y); // behind it on the queue
    return y.toArray();
  }

  private void multiply() {
    int status =
        CLBlast.CLBlastSgemm(
            CLBlastLayout.CLBlastLayoutRowMajor,
            CLBlastTranspose.CLBlastTransposeNo,
            CLBlastTranspose.CLBlastTransposeYes,
            batch,
            out,
            in,
            1,
            inputs,
            0,
            in,
            weights,
            0,
            in,
            1,
            results,
            0,
            out,
            queue,
            null);
    if (status != CLBlastStatusCode.CLBlastSuccess) {
      throw new IllegalStateException(
          "CLBlastSgemm returned " + CLBlastStatusCode.stringFor(status));
    }
  }

  /** Closes what is Hillock's, and releases the buffers; the queue and the context stay. */
  @Override
  public void close() {
    y.close();
    hillock.close();
    CL.clReleaseMemObject(results);
    CL.clReleaseMemObject(inputs);
    CL.clReleaseMemObject(weights);
  }

  private static cl_mem buffer(cl_context context, int floats) {
    return CL.clCreateBuffer(
        context, CL.CL_MEM_READ_WRITE, (long) floats * Sizeof.cl_float, null, null);
  }

  private void write(cl_mem to, float[] values) {
    long bytes = (long) values.length * Sizeof.cl_float;
    CL.clEnqueueWriteBuffer(queue, to, true, 0, bytes, Pointer.to(values), 0, null, null);
  }
}
