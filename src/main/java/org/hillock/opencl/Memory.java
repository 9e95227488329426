package org.hillock.opencl;

import org.hillock.backend.DeviceException;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_mem;

/**
 * A stretch of a device's memory. It counts its uses, so that it is not released while a call of
 * another thread works on it.
 */
final class Memory {

  /** Copies to and from Java arrays pin the array, and so may hold up the garbage collector. */
  private static final int FLOATS_PER_COPY = 1 << 24;

  private final Engine engine;
  private final cl_mem handle;
  private final long bytes;
  private int uses = 1;

  private Memory(Engine engine, cl_mem handle, long bytes) {
    this.engine = engine;
    this.handle = handle;
    this.bytes = bytes;
  }

  /**
   * Takes memory; called inside {@link Engine#run}.
   *
   * @param what what it is for, in messages
   * @throws DeviceException when it is more than the device gives, or the device has run out
   */
  static Memory take(Engine engine, long bytes, String what) {
    checkSize(engine, bytes, what);
    int[] status = {CL.CL_SUCCESS};
    cl_mem[] handle = {null};
    int answer =
        engine
            .calls()
            .answer(
                "clCreateBuffer",
                () -> {
                  handle[0] =
                      CL.clCreateBuffer(
                          engine.context(), CL.CL_MEM_READ_WRITE, bytes, null, status);
                  return status[0];
                });
    if (answer != CL.CL_SUCCESS || handle[0] == null) {
      String message =
          "no memory for %s: clCreateBuffer of %d bytes returned %s (the device has %d bytes)"
              .formatted(
                  what,
                  bytes,
                  ClStatus.describe(answer),
                  engine.device().description().memoryBytes());
      throw ClStatus.outOfMemory(answer)
          ? engine.calls().tooLarge(message)
          : engine.calls().failure(message);
    }
    Memory memory = new Memory(engine, handle[0], bytes);
    engine.remember(memory);
    return memory;
  }

  /** Fails when no allocation of this size can succeed, before anything is done. */
  static void checkSize(Engine engine, long bytes, String what) {
    long most = engine.device().description().maxAllocationBytes();
    if (bytes > most) {
      throw engine
          .calls()
          .tooLarge(
              "%s needs %d bytes; the device gives at most %d at once"
                  .formatted(what, bytes, most));
    }
  }

  long bytes() {
    return bytes;
  }

  /** Begins a use. */
  synchronized void acquire() {
    if (uses == 0) {
      throw new IllegalStateException("the tensor was closed by another thread");
    }
    uses++;
  }

  /** Ends a use; the owner's own is the last. Called inside {@link Engine#run}. */
  synchronized void release() {
    if (uses > 0 && --uses == 0) {
      engine.forget(this);
      releaseHandle();
    }
  }

  /** Releases it whoever uses it; called when the device is closed. */
  synchronized void destroy() {
    if (uses > 0) {
      uses = 0;
      releaseHandle();
    }
  }

  private void releaseHandle() {
    engine.calls().release("clReleaseMemObject", () -> CL.clReleaseMemObject(handle));
  }

  cl_mem handle() {
    return handle;
  }

  /** The handle as an argument of a kernel. */
  Pointer argument() {
    return Pointer.to(handle);
  }

  /** Copies an array in, behind what the queue holds; done when it returns. */
  void write(Queue queue, float[] values) {
    copy(
        queue,
        "clEnqueueWriteBuffer",
        values,
        (to, offset, bytes, pointer) ->
            CL.clEnqueueWriteBuffer(to, handle, true, offset, bytes, pointer, 0, null, null));
  }

  /** Copies into an array, behind what the queue holds; done when it returns. */
  void read(Queue queue, float[] values) {
    copy(
        queue,
        "clEnqueueReadBuffer",
        values,
        (from, offset, bytes, pointer) ->
            CL.clEnqueueReadBuffer(from, handle, true, offset, bytes, pointer, 0, null, null));
  }

  /** Copies other memory of the device into this; queued. */
  void copy(Queue queue, Memory source, long bytes) {
    queue.putTimed(
        "copy",
        "clEnqueueCopyBuffer",
        (q, done) -> CL.clEnqueueCopyBuffer(q, source.handle, handle, 0, 0, bytes, 0, null, done));
  }

  /** Repeats what its first bytes hold up to its end; queued. */
  void repeat(Queue queue, long first) {
    for (long done = first; done < bytes; done *= 2) {
      long from = done;
      long more = Math.min(done, bytes - done);
      queue.put(
          "clEnqueueCopyBuffer",
          q -> CL.clEnqueueCopyBuffer(q, handle, handle, 0, from, more, 0, null, null));
    }
  }

  private static void copy(Queue queue, String call, float[] values, Transfer transfer) {
    // Wait first: a copy that waits for kernels would keep the array pinned.
    queue.finish();
    Pointer array = Pointer.to(values);
    for (long from = 0; from < values.length; from += FLOATS_PER_COPY) {
      long offset = from * Sizeof.cl_float;
      long bytes = Math.min(FLOATS_PER_COPY, values.length - from) * Sizeof.cl_float;
      queue.put(call, q -> transfer.run(q, offset, bytes, array.withByteOffset(offset)));
    }
  }

  private interface Transfer {
    int run(cl_command_queue queue, long offset, long bytes, Pointer pointer);
  }
}
