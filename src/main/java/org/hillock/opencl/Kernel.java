package org.hillock.opencl;

import java.util.HashSet;
import java.util.Set;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_kernel;

/** A kernel and how to run it. */
final class Kernel {

  private final Engine engine;
  private final String name;
  private final cl_kernel handle;
  private final Set<Long> sizes = new HashSet<>();
  private long maxGroup;

  Kernel(Engine engine, String name, cl_kernel handle) {
    this.engine = engine;
    this.name = name;
    this.handle = handle;
  }

  /**
   * Queues a run. Arguments stick to a kernel until they are set again, so only one thread at a
   * time may be between setting them and queueing.
   *
   * @param queue where to
   * @param groups the number of work-groups
   * @param group the number of work-items in each
   * @param arguments in their order: {@link Span} (which is two), {@link Memory}, {@link Long},
   *     {@link Float} or an array of floats (which is a vector)
   */
  synchronized void run(Queue queue, long groups, long group, Object... arguments) {
    if (sizes.add(group)) {
      queue.mayCompile();
    }
    int index = 0;
    for (Object argument : arguments) {
      index = set(index, argument);
    }
    long[] items = {Math.multiplyExact(groups, group)};
    long[] itemsOfGroup = {group};
    queue.putTimed(
        name,
        "clEnqueueNDRangeKernel(" + name + ")",
        (q, done) ->
            CL.clEnqueueNDRangeKernel(q, handle, 1, null, items, itemsOfGroup, 0, null, done));
  }

  /** The largest work-group that this kernel, with the registers it takes, runs in. */
  synchronized long maxGroup() {
    if (maxGroup == 0) {
      maxGroup = askMaxGroup();
    }
    return maxGroup;
  }

  private long askMaxGroup() {
    long[] most = {0};
    engine
        .calls()
        .check(
            "clGetKernelWorkGroupInfo(" + name + ")",
            () ->
                CL.clGetKernelWorkGroupInfo(
                    handle,
                    engine.device().handle(),
                    CL.CL_KERNEL_WORK_GROUP_SIZE,
                    Sizeof.size_t,
                    Pointer.to(most),
                    null));
    return Math.max(1, Math.min(most[0], engine.device().maxGroup()));
  }

  void release() {
    engine.calls().release("clReleaseKernel", () -> CL.clReleaseKernel(handle));
  }

  /** Sets what an argument of ours is in the kernel, and gives the index behind it. */
  private int set(int index, Object argument) {
    if (argument instanceof Span span) {
      set(index, Sizeof.cl_mem, span.memory().argument());
      set(index + 1, Sizeof.cl_ulong, Pointer.to(new long[] {span.from()}));
      return index + 2;
    }
    if (argument instanceof Memory memory) {
      set(index, Sizeof.cl_mem, memory.argument());
    } else if (argument instanceof Long number) {
      set(index, Sizeof.cl_ulong, Pointer.to(new long[] {number}));
    } else if (argument instanceof Float number) {
      set(index, Sizeof.cl_float, Pointer.to(new float[] {number}));
    } else if (argument instanceof float[] vector) {
      set(index, (long) vector.length * Sizeof.cl_float, Pointer.to(vector));
    } else {
      throw new IllegalArgumentException(
          "argument " + index + " of kernel " + name + " is " + argument);
    }
    return index + 1;
  }

  private void set(int index, long size, Pointer value) {
    engine
        .calls()
        .check(
            "clSetKernelArg(" + name + ", " + index + ")",
            () -> CL.clSetKernelArg(handle, index, size, value));
  }
}
