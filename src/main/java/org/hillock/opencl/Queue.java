package org.hillock.opencl;

import org.jocl.CL;
import org.jocl.cl_command_queue;

/**
 * A queue of a device, which does what is put into it in order, whichever thread puts it. Used
 * inside {@link Engine#run}.
 */
final class Queue {

  private final Calls calls;
  private final cl_command_queue handle;
  private volatile boolean compiling;

  private Queue(Calls calls, cl_command_queue handle) {
    this.calls = calls;
    this.handle = handle;
  }

  /** Creates a queue. */
  @SuppressWarnings("deprecation")
  static Queue create(Engine engine) {
    // The call of OpenCL 1.2: its successor is missing from drivers of that age.
    return new Queue(
        engine.calls(),
        engine
            .calls()
            .create(
                "clCreateCommandQueue",
                status ->
                    CL.clCreateCommandQueue(
                        engine.context(), engine.device().handle(), 0, status)));
  }

  /** Holds a reference to a user's queue. */
  static Queue hold(Calls calls, cl_command_queue handle) {
    calls.check("clRetainCommandQueue", () -> CL.clRetainCommandQueue(handle));
    return new Queue(calls, handle);
  }

  cl_command_queue handle() {
    return handle;
  }

  /** Puts something into the queue. */
  void put(String call, Command command) {
    calls.check(call, () -> command.put(handle));
  }

  /** Has the device begin with what the queue holds, which nobody may wait for yet. */
  void flush() {
    calls.check("clFlush", () -> CL.clFlush(handle));
  }

  /** Puts something into the queue where a driver that fails is not asked again. */
  void putQuietly(String call, Command command) {
    calls.release(call, () -> command.put(handle));
  }

  /** Waits until the queue is empty. */
  void finish() {
    calls.check("clFinish", () -> CL.clFinish(handle));
    emptied();
  }

  /** Says that something was waited for that came behind all else. */
  void emptied() {
    if (compiling) {
      compiling = false;
      Signals.restore();
    }
  }

  /** Says that what was put in may make the driver compile: some do so at a kernel's first run. */
  void mayCompile() {
    compiling = true;
  }

  /** Waits where a driver that fails is not asked again. */
  void finishQuietly() {
    calls.release("clFinish", () -> CL.clFinish(handle));
  }

  /** Gives the queue back; it is empty. */
  void release() {
    calls.release("clReleaseCommandQueue", () -> CL.clReleaseCommandQueue(handle));
  }

  /** A call that puts something into a queue and returns a status. */
  interface Command {
    int put(cl_command_queue queue);
  }
}
