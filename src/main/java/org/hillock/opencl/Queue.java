package org.hillock.opencl;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jocl.CL;
import org.jocl.cl_command_queue;
import org.jocl.cl_event;
import org.jspecify.annotations.Nullable;

/**
 * A queue of a device, which does what is put into it in order, whichever thread puts it. Used
 * inside {@link Engine#run}.
 */
final class Queue {

  private final Calls calls;
  private final cl_command_queue handle;
  private final AtomicBoolean compiling;
  private final @Nullable Recording recording;

  private Queue(
      Calls calls,
      cl_command_queue handle,
      AtomicBoolean compiling,
      @Nullable Recording recording) {
    this.calls = calls;
    this.handle = handle;
    this.compiling = compiling;
    this.recording = recording;
  }

  /** Creates a queue. */
  static Queue create(Engine engine) {
    return create(engine, 0);
  }

  /** Creates a queue whose events know their times. */
  static Queue createTimed(Engine engine) {
    return create(engine, CL.CL_QUEUE_PROFILING_ENABLE);
  }

  @SuppressWarnings("deprecation")
  private static Queue create(Engine engine, long properties) {
    // The call of OpenCL 1.2: its successor is missing from drivers of that age.
    cl_command_queue handle =
        engine
            .calls()
            .create(
                "clCreateCommandQueue",
                status ->
                    CL.clCreateCommandQueue(
                        engine.context(), engine.device().handle(), properties, status));
    return new Queue(engine.calls(), handle, new AtomicBoolean(), null);
  }

  /** The same queue, whose kernels are recorded. */
  Queue recorded(Recording into) {
    return new Queue(calls, handle, compiling, into);
  }

  /** Holds a reference to a user's queue. */
  static Queue hold(Calls calls, cl_command_queue handle) {
    calls.check("clRetainCommandQueue", () -> CL.clRetainCommandQueue(handle));
    return new Queue(calls, handle, new AtomicBoolean(), null);
  }

  cl_command_queue handle() {
    return handle;
  }

  /** Puts something into the queue. */
  void put(String call, Command command) {
    calls.check(call, () -> command.put(handle));
  }

  /** Puts a command into the queue whose time counts when it is recorded. */
  void putTimed(String name, String call, TimedCommand command) {
    if (recording == null) {
      calls.check(call, () -> command.put(handle, null));
    } else {
      cl_event done = new cl_event();
      calls.check(call, () -> command.put(handle, done));
      recording.add(name, done);
    }
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
    if (compiling.compareAndSet(true, false)) {
      Signals.restore();
    }
  }

  /** Says that what was put in may make the driver compile: some do so at a kernel's first run. */
  void mayCompile() {
    compiling.set(true);
  }

  /** Waits where a driver that fails is not asked again. */
  void finishQuietly() {
    calls.release("clFinish", () -> CL.clFinish(handle));
    emptied();
  }

  /** Gives the queue back; it is empty. */
  void release() {
    calls.release("clReleaseCommandQueue", () -> CL.clReleaseCommandQueue(handle));
  }

  /** A call that puts something into a queue and returns a status. */
  interface Command {
    int put(cl_command_queue queue);
  }

  /** The same, with an event for its end if one is wanted. */
  interface TimedCommand {
    int put(cl_command_queue queue, @Nullable cl_event done);
  }
}
