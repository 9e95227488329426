package org.hillock.opencl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.hillock.backend.Profile;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_event;

/**
 * The kernels of one call, with their events, until their times have been read. Used inside {@link
 * Engine#run}.
 */
final class Recording {

  private record Entry(String kernel, cl_event done) {}

  private final Calls calls;
  private final List<Entry> entries = Collections.synchronizedList(new ArrayList<>());

  Recording(Calls calls) {
    this.calls = calls;
  }

  void add(String kernel, cl_event done) {
    entries.add(new Entry(kernel, done));
  }

  /** Whether the last of them is done. One that failed is, and so is one that cannot be asked. */
  boolean isDone() {
    int[] status = {CL.CL_QUEUED};
    int answer =
        calls.answer(
            "clGetEventInfo",
            () ->
                CL.clGetEventInfo(
                    last(),
                    CL.CL_EVENT_COMMAND_EXECUTION_STATUS,
                    Sizeof.cl_int,
                    Pointer.to(status),
                    null));
    return answer != CL.CL_SUCCESS || status[0] <= CL.CL_COMPLETE;
  }

  /** Waits until the last is done. */
  void await() {
    calls.check("clWaitForEvents", () -> CL.clWaitForEvents(1, new cl_event[] {last()}));
  }

  /** The times of the kernels, which are done, as they started: they may be of several queues. */
  List<Profile.Kernel> kernels() {
    return entries.stream()
        .map(
            entry ->
                new Profile.Kernel(
                    entry.kernel(),
                    time(entry, CL.CL_PROFILING_COMMAND_QUEUED),
                    time(entry, CL.CL_PROFILING_COMMAND_SUBMIT),
                    time(entry, CL.CL_PROFILING_COMMAND_START),
                    time(entry, CL.CL_PROFILING_COMMAND_END)))
        .sorted(Comparator.comparingLong(Profile.Kernel::started))
        .toList();
  }

  /** Gives the events back. */
  void release() {
    for (Entry entry : entries) {
      calls.release("clReleaseEvent", () -> CL.clReleaseEvent(entry.done()));
    }
    entries.clear();
  }

  private cl_event last() {
    return entries.get(entries.size() - 1).done();
  }

  private long time(Entry entry, int which) {
    long[] nanos = {0};
    calls.check(
        "clGetEventProfilingInfo",
        () ->
            CL.clGetEventProfilingInfo(
                entry.done(), which, Sizeof.cl_ulong, Pointer.to(nanos), null));
    return nanos[0];
  }
}
