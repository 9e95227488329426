package org.hillock.opencl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.hillock.backend.Device;
import org.hillock.backend.DeviceException;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_event;
import org.jocl.cl_mem;
import org.jspecify.annotations.Nullable;

/**
 * A memory object of a device: our own, or a user's, which we hold a reference to. It counts its
 * uses, so that it is not released while a call of another thread works on it.
 */
final class Memory {

  private final Engine engine;
  private final cl_mem handle;
  private final long bytes;
  private final @Nullable GivenMemory given;
  private final long bytesTaken;
  private int uses = 1;

  private Memory(
      Engine engine, cl_mem handle, long bytes, @Nullable GivenMemory given, long bytesTaken) {
    this.bytesTaken = bytesTaken;
    this.engine = engine;
    this.handle = handle;
    this.bytes = bytes;
    this.given = given;
  }

  /**
   * Takes memory, for which what is kept for later is given up if need be; called inside {@link
   * Engine#run}.
   *
   * @param what what it is for, in messages
   * @throws DeviceException when it is more than the device gives, or the device has run out
   */
  static Memory take(Engine engine, long bytes, String what) {
    try {
      checkSize(engine, bytes, what);
      return take(engine, CL.CL_MEM_READ_WRITE, bytes, what, bytes);
    } catch (DeviceException e) {
      if (!engine.makeRoom()) {
        throw e;
      }
      checkSize(engine, bytes, what);
      return take(engine, CL.CL_MEM_READ_WRITE, bytes, what, bytes);
    }
  }

  /**
   * Takes memory of the host that the device reaches without a copy between; called inside {@link
   * Engine#run}. It is none of the device's.
   */
  static Memory takePinned(Engine engine, long bytes, String what) {
    return take(engine, CL.CL_MEM_READ_WRITE | CL.CL_MEM_ALLOC_HOST_PTR, bytes, what, 0);
  }

  private static Memory take(Engine engine, long flags, long bytes, String what, long bytesTaken) {
    int[] status = {CL.CL_SUCCESS};
    cl_mem[] handle = {null};
    int answer =
        engine
            .calls()
            .answer(
                "clCreateBuffer",
                () -> {
                  handle[0] = CL.clCreateBuffer(engine.context(), flags, bytes, null, status);
                  return status[0];
                });
    if (answer != CL.CL_SUCCESS || handle[0] == null) {
      String message =
          "no memory for %s: clCreateBuffer of %d bytes returned %s (%s)"
              .formatted(what, bytes, ClStatus.describe(answer), limits(engine));
      throw ClStatus.outOfMemory(answer)
          ? engine.calls().tooLarge(message)
          : engine.calls().failure(message);
    }
    Memory memory = new Memory(engine, handle[0], bytes, null, bytesTaken);
    engine.remember(memory);
    return memory;
  }

  /** Holds a reference to a user's memory object; called inside {@link Engine#run}. */
  static Memory hold(Engine engine, GivenMemory given) {
    engine.calls().check("clRetainMemObject", () -> CL.clRetainMemObject(given.handle()));
    Memory memory = new Memory(engine, given.handle(), given.bytes(), given, 0);
    engine.remember(memory);
    return memory;
  }

  /**
   * Fails when an allocation cannot succeed, before anything is done. Many drivers give memory that
   * they do not have and fail when it is used, so what is held is counted here.
   */
  private static void checkSize(Engine engine, long bytes, String what) {
    Device device = engine.device().description();
    if (bytes > device.maxAllocationBytes() || bytes > device.memoryBytes() - engine.bytesTaken()) {
      throw engine.calls().tooLarge("%s needs %d bytes; %s".formatted(what, bytes, limits(engine)));
    }
  }

  private static String limits(Engine engine) {
    Device device = engine.device().description();
    return "the device gives at most %d at once and has %d in all, of which this Hillock holds %d"
        .formatted(device.maxAllocationBytes(), device.memoryBytes(), engine.bytesTaken());
  }

  long bytes() {
    return bytes;
  }

  /** How much of the device's memory it is that we took. */
  long bytesTaken() {
    return bytesTaken;
  }

  cl_mem handle() {
    return handle;
  }

  /** What a user's memory object says of itself; nothing of our own. */
  @Nullable GivenMemory given() {
    return given;
  }

  /** How many elements it begins behind an address that suits vectors of every width. */
  int skew() {
    return given == null ? 0 : given.skew();
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

  /** The handle as an argument of a kernel. */
  Pointer argument() {
    return Pointer.to(handle);
  }

  /**
   * Copies bytes in from the host, behind what the queue holds.
   *
   * @param blocking whether to wait until it is done; else the bytes have to stay as they are, and
   *     are not in a Java array
   */
  void write(Queue queue, long offset, long bytes, Pointer from, boolean blocking) {
    queue.put(
        "clEnqueueWriteBuffer",
        q -> CL.clEnqueueWriteBuffer(q, handle, blocking, offset, bytes, from, 0, null, null));
  }

  /** Copies bytes out to the host, behind what the queue holds; done when it returns. */
  void read(Queue queue, long offset, long bytes, Pointer to) {
    queue.put(
        "clEnqueueReadBuffer",
        q -> CL.clEnqueueReadBuffer(q, handle, true, offset, bytes, to, 0, null, null));
    queue.emptied();
  }

  /** Has bytes copied out to native memory of the host; queued, and done with the event if any. */
  void read(Queue queue, long offset, long bytes, Pointer to, @Nullable cl_event done) {
    queue.put(
        "clEnqueueReadBuffer",
        q -> CL.clEnqueueReadBuffer(q, handle, false, offset, bytes, to, 0, null, done));
  }

  /**
   * Lets the host see the memory, behind what the queue holds, until it is unmapped.
   *
   * @param flags what the host will do, such as {@link CL#CL_MAP_READ}
   * @return its first bytes, in the host's order
   */
  ByteBuffer map(Queue queue, long flags, long bytes) {
    ByteBuffer[] mapped = {null};
    int[] status = {CL.CL_SUCCESS};
    queue.put(
        "clEnqueueMapBuffer",
        q -> {
          mapped[0] =
              CL.clEnqueueMapBuffer(q, handle, true, flags, 0, bytes, 0, null, null, status);
          return status[0];
        });
    return mapped[0].order(ByteOrder.nativeOrder());
  }

  /** Takes the memory back from the host; queued, where a driver that fails is not asked again. */
  void unmap(Queue queue, ByteBuffer mapped) {
    queue.putQuietly(
        "clEnqueueUnmapMemObject",
        q -> CL.clEnqueueUnmapMemObject(q, handle, mapped, 0, null, null));
  }

  /** Copies other memory of the device into this, from one offset to another; queued. */
  void copy(Queue queue, long offset, Memory source, long sourceOffset, long bytes) {
    queue.putTimed(
        "copy",
        "clEnqueueCopyBuffer",
        (q, done) ->
            CL.clEnqueueCopyBuffer(
                q, source.handle, handle, sourceOffset, offset, bytes, 0, null, done));
  }
}
