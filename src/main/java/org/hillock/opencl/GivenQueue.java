package org.hillock.opencl;

import java.util.Arrays;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_device_id;

/** What a user's context and queue must be for us to work with them. */
final class GivenQueue {

  private GivenQueue() {}

  /**
   * Checks them.
   *
   * @throws IllegalArgumentException when the three do not belong together, or the queue is not in
   *     order
   */
  static void check(Calls calls, cl_context context, cl_device_id device, cl_command_queue queue) {
    long[] size = {0};
    calls.check(
        "clGetContextInfo",
        () -> CL.clGetContextInfo(context, CL.CL_CONTEXT_DEVICES, 0, null, size));
    cl_device_id[] devices = new cl_device_id[(int) (size[0] / Sizeof.cl_device_id)];
    calls.check(
        "clGetContextInfo",
        () ->
            CL.clGetContextInfo(
                context, CL.CL_CONTEXT_DEVICES, size[0], Pointer.to(devices), null));
    if (!Arrays.asList(devices).contains(device)) {
      throw new IllegalArgumentException(
          "context is of the devices %s; expected %s among them"
              .formatted(Arrays.toString(devices), device));
    }
    cl_context itsContext = new cl_context();
    ask(calls, queue, CL.CL_QUEUE_CONTEXT, Pointer.to(itsContext));
    cl_device_id itsDevice = new cl_device_id();
    ask(calls, queue, CL.CL_QUEUE_DEVICE, Pointer.to(itsDevice));
    if (!itsContext.equals(context) || !itsDevice.equals(device)) {
      throw new IllegalArgumentException(
          "queue is of %s on %s; expected one of %s on %s"
              .formatted(itsContext, itsDevice, context, device));
    }
    if (has(calls, queue, CL.CL_QUEUE_OUT_OF_ORDER_EXEC_MODE_ENABLE)) {
      throw new IllegalArgumentException(
          "queue is out of order; expected one that does what it is given in order");
    }
  }

  /** Whether a queue keeps the times of what is put into it. */
  static boolean keepsTimes(Calls calls, cl_command_queue queue) {
    return has(calls, queue, CL.CL_QUEUE_PROFILING_ENABLE);
  }

  private static boolean has(Calls calls, cl_command_queue queue, long property) {
    long[] properties = {0};
    ask(calls, queue, CL.CL_QUEUE_PROPERTIES, Pointer.to(properties));
    return (properties[0] & property) != 0;
  }

  private static void ask(Calls calls, cl_command_queue queue, int parameter, Pointer value) {
    calls.check(
        "clGetCommandQueueInfo",
        () -> CL.clGetCommandQueueInfo(queue, parameter, Sizeof.cl_ulong, value, null));
  }
}
