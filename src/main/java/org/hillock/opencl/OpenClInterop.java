package org.hillock.opencl;

import java.util.Objects;
import org.hillock.backend.Backend;
import org.hillock.backend.DeviceException;
import org.hillock.backend.Tensor;
import org.hillock.op.Shape;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_device_id;
import org.jocl.cl_mem;

/**
 * Hillock beside other code on OpenCL, such as JOCLBlast: on a context, a queue and buffers that
 * are there already, or the other way round, with Hillock's own given out.
 *
 * <pre>{@code
 * Backend backend = OpenClInterop.backend(context, device, queue);
 * try (Hillock hillock = Hillock.on(backend);
 *     Tensor y = OpenClInterop.tensor(backend, buffer, 0, Shape.of(rows, columns))) {
 *   CLBlast.CLBlastSgemm(..., buffer, ..., queue, null);
 *   hillock.forward(Activation.GELU, y, y); // behind it on the queue, with no wait between
 * }
 * }</pre>
 *
 * <p>Nobody's ownership changes. What is passed in is retained by Hillock for as long as it needs
 * it and stays the caller's to release, at any time; what is passed out stays Hillock's, and a
 * caller that wants it for longer than the Hillock or the tensor is open retains it.
 */
public final class OpenClInterop {

  private OpenClInterop() {}

  /**
   * A backend on a user's context and queue, for {@code Hillock.on}. Whatever the caller puts into
   * the queue is done in turn with what is asked of Hillock; closing the backend waits for the
   * queue and leaves it, and the context, as they are.
   *
   * @param context a context that the device is one of
   * @param device the device to compute on
   * @param queue a queue of that context and device, which does things in order
   * @return an open backend; its {@linkplain Backend#device() device} has an id like any other, or
   *     {@code opencl:given} where discovery does not know it
   * @throws IllegalArgumentException when the three do not belong together, or the queue is out of
   *     order
   * @throws DeviceException when the device lacks what our kernels need, or fails
   */
  public static Backend backend(cl_context context, cl_device_id device, cl_command_queue queue) {
    Objects.requireNonNull(context, "context is null");
    Objects.requireNonNull(device, "device is null");
    Objects.requireNonNull(queue, "queue is null");
    ClDevice described = Drivers.given(device);
    GivenQueue.check(new Calls(described.description().toString()), context, device, queue);
    return OpenClBackend.on(described, context, queue);
  }

  /**
   * A tensor in a user's buffer. Closing it gives back a reference to the buffer, nothing else.
   * Buffers that kernels may only read ({@code CL_MEM_READ_ONLY}) hold inputs, not results.
   *
   * @param backend a backend on the buffer's context
   * @param buffer a buffer of float32
   * @param from which of its elements is the tensor's first; any will do, whatever its alignment
   * @param shape the tensor's shape
   * @return a tensor of the backend, to be closed by the caller
   * @throws IllegalArgumentException when the backend is not on an OpenCL device, or the buffer
   *     belongs to another context, is too small, or is {@code CL_MEM_WRITE_ONLY}
   * @throws IllegalStateException when the backend is closed
   */
  public static Tensor tensor(Backend backend, cl_mem buffer, long from, Shape shape) {
    Objects.requireNonNull(buffer, "buffer is null");
    Objects.requireNonNull(shape, "shape is null");
    return openCl(backend).tensor(buffer, from, shape);
  }

  /**
   * The buffer that a tensor lies in, together with others perhaps.
   *
   * @param tensor an open tensor on an OpenCL device
   * @return the buffer, in which the tensor begins at {@link #offset}
   * @throws IllegalArgumentException when the tensor is not on an OpenCL device
   * @throws IllegalStateException when it is closed or empty
   */
  public static cl_mem buffer(Tensor tensor) {
    return span(tensor).memory().handle();
  }

  /**
   * Where in its buffer a tensor begins.
   *
   * @param tensor an open tensor on an OpenCL device
   * @return the number of elements of 4 bytes before its first
   * @throws IllegalArgumentException when the tensor is not on an OpenCL device
   * @throws IllegalStateException when it is closed or empty
   */
  public static long offset(Tensor tensor) {
    return span(tensor).from();
  }

  /**
   * The context that a backend computes in.
   *
   * @param backend a backend on an OpenCL device
   * @return its context
   * @throws IllegalArgumentException when it is another kind of backend
   * @throws IllegalStateException when it is closed
   */
  public static cl_context context(Backend backend) {
    Engine engine = openCl(backend).parts().engine();
    return engine.run(engine::context);
  }

  /**
   * The queue that a backend puts all work on tensors into, in order.
   *
   * @param backend a backend on an OpenCL device
   * @return its queue
   * @throws IllegalArgumentException when it is another kind of backend
   * @throws IllegalStateException when it is closed
   */
  public static cl_command_queue queue(Backend backend) {
    Engine engine = openCl(backend).parts().engine();
    return engine.run(() -> engine.lend().handle());
  }

  /**
   * The device that a backend computes on.
   *
   * @param backend a backend on an OpenCL device
   * @return its device
   * @throws IllegalArgumentException when it is another kind of backend
   * @throws IllegalStateException when it is closed
   */
  public static cl_device_id device(Backend backend) {
    Engine engine = openCl(backend).parts().engine();
    return engine.run(() -> engine.device().handle());
  }

  private static OpenClBackend openCl(Backend backend) {
    if (Objects.requireNonNull(backend, "backend is null") instanceof OpenClBackend openCl) {
      return openCl;
    }
    throw new IllegalArgumentException(
        "backend computes on " + backend.device() + "; expected one on an OpenCL device");
  }

  private static Span span(Tensor tensor) {
    if (!(Objects.requireNonNull(tensor, "tensor is null") instanceof OpenClTensor openCl)) {
      throw new IllegalArgumentException(
          "tensor is a " + tensor + "; expected one on an OpenCL device");
    }
    if (tensor.isClosed()) {
      throw new IllegalStateException("tensor is closed: " + tensor);
    }
    return openCl.span();
  }
}
