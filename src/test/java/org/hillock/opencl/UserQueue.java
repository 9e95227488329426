package org.hillock.opencl;

import java.util.concurrent.TimeUnit;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_mem;
import org.jspecify.annotations.Nullable;

/** A context, a queue and buffers of somebody else's, made by JOCL alone. */
final class UserQueue implements AutoCloseable {

  final ClDevice device;
  final cl_context context;
  final cl_command_queue queue;
  private final Calls calls = new Calls("the user's own");

  UserQueue(ClDevice device) {
    this.device = device;
    cl_context_properties properties = new cl_context_properties();
    properties.addProperty(CL.CL_CONTEXT_PLATFORM, device.platform());
    context =
        calls.create(
            "clCreateContext",
            status ->
                CL.clCreateContext(
                    properties, 1, new cl_device_id[] {device.handle()}, null, null, status));
    queue = calls.create("clCreateCommandQueue", status -> queue(0, status));
  }

  /** Another queue of the context, or none where the device has none with such properties. */
  @SuppressWarnings("deprecation")
  @Nullable cl_command_queue queue(long properties, int[] status) {
    return CL.clCreateCommandQueue(context, device.handle(), properties, status);
  }

  OpenClBackend backend() {
    return (OpenClBackend) OpenClInterop.backend(context, device.handle(), queue);
  }

  cl_mem buffer(long flags, long floats) {
    return calls.create(
        "clCreateBuffer",
        status -> CL.clCreateBuffer(context, flags, Sizeof.cl_float * floats, null, status));
  }

  void write(cl_mem to, float[] values) {
    calls.check(
        "clEnqueueWriteBuffer",
        () ->
            CL.clEnqueueWriteBuffer(
                queue, to, true, 0, bytes(values), Pointer.to(values), 0, null, null));
  }

  float[] read(cl_mem from, int length) {
    float[] values = new float[length];
    calls.check(
        "clEnqueueReadBuffer",
        () ->
            CL.clEnqueueReadBuffer(
                queue, from, true, 0, bytes(values), Pointer.to(values), 0, null, null));
    return values;
  }

  /** How many references there are to the context: its user's, ours, and those of all it holds. */
  int references() {
    int[] count = {0};
    calls.check(
        "clGetContextInfo",
        () ->
            CL.clGetContextInfo(
                context, CL.CL_CONTEXT_REFERENCE_COUNT, Sizeof.cl_uint, Pointer.to(count), null));
    return count[0];
  }

  /**
   * Waits until there are so many references: some drivers have threads that hold on to an event
   * for a moment behind the end of what it stands for.
   *
   * @return how many there are in the end
   */
  int awaitReferences(int expected) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (references() != expected && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return references();
  }

  @Override
  public void close() {
    calls.check("clReleaseCommandQueue", () -> CL.clReleaseCommandQueue(queue));
    calls.check("clReleaseContext", () -> CL.clReleaseContext(context));
  }

  private static long bytes(float[] values) {
    return (long) Sizeof.cl_float * values.length;
  }
}
