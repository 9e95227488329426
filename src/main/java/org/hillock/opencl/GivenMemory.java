package org.hillock.opencl;

import org.hillock.op.Shape;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_context;
import org.jocl.cl_mem;

/**
 * A user's memory object and what it says of itself.
 *
 * @param handle the memory object
 * @param bytes its size
 * @param place the memory object that it is a part of, or itself
 * @param offset where in that it begins, in elements
 * @param skew how many elements it begins behind an address that suits vectors of every width
 * @param readOnly whether kernels must not write to it
 */
record GivenMemory(
    cl_mem handle, long bytes, cl_mem place, long offset, int skew, boolean readOnly) {

  /** No vector of a kernel has more elements, nor a type of OpenCL. */
  private static final int WIDEST = 32;

  /**
   * Asks a memory object what it is; called inside {@link Engine#run}.
   *
   * @param from the first element of it that is to be used
   * @param shape how many are
   * @throws IllegalArgumentException when it cannot be used as that
   */
  static GivenMemory check(Engine engine, cl_mem handle, long from, Shape shape) {
    Query query = new Query(engine.calls(), handle);
    if (query.number(CL.CL_MEM_TYPE) != CL.CL_MEM_OBJECT_BUFFER) {
      throw new IllegalArgumentException("memory is an image or a pipe; expected a buffer");
    }
    cl_context context = new cl_context();
    query.ask(CL.CL_MEM_CONTEXT, Pointer.to(context));
    if (!context.equals(engine.context())) {
      throw new IllegalArgumentException(
          "memory belongs to another context, %s; expected %s, which the backend computes in"
              .formatted(context, engine.context()));
    }
    long bytes = query.number(CL.CL_MEM_SIZE);
    if (from < 0 || from > bytes / Sizeof.cl_float - shape.size()) {
      throw new IllegalArgumentException(
          "memory has %d bytes; expected room for shape %s, %d floats from element %d on"
              .formatted(bytes, shape, shape.size(), from));
    }
    long flags = query.number(CL.CL_MEM_FLAGS);
    if ((flags & CL.CL_MEM_WRITE_ONLY) != 0) {
      throw new IllegalArgumentException(
          "memory is CL_MEM_WRITE_ONLY; expected memory that kernels may read, as some read their"
              + " results again");
    }
    boolean part = query.number(CL.CL_MEM_ASSOCIATED_MEMOBJECT) != 0;
    cl_mem place = part ? new cl_mem() : handle;
    if (part) {
      query.ask(CL.CL_MEM_ASSOCIATED_MEMOBJECT, Pointer.to(place));
    }
    long offset = part ? query.number(CL.CL_MEM_OFFSET) : 0;
    // On a processor, memory of the host's is used where it is, however it is aligned.
    boolean hosts = (flags & CL.CL_MEM_USE_HOST_PTR) != 0;
    long address = hosts ? query.number(CL.CL_MEM_HOST_PTR) : offset;
    if (address % Sizeof.cl_float != 0) {
      throw new IllegalArgumentException(
          "memory begins at address %#x of the host; expected a multiple of 4".formatted(address));
    }
    return new GivenMemory(
        handle,
        bytes,
        place,
        offset / Sizeof.cl_float,
        (int) Long.remainderUnsigned(address / Sizeof.cl_float, WIDEST),
        (flags & CL.CL_MEM_READ_ONLY) != 0);
  }

  /** Checks that kernels may write to what is to be a result. */
  static void checkResult(Span result) {
    GivenMemory given = result.memory().given();
    if (given != null && given.readOnly) {
      throw new IllegalArgumentException(
          "the result's memory is CL_MEM_READ_ONLY; expected memory that kernels may write");
    }
  }

  private record Query(Calls calls, cl_mem handle) {

    /** A number of 32 or 64 bits, or an address. */
    long number(int parameter) {
      long[] value = {0};
      ask(parameter, Pointer.to(value));
      return value[0];
    }

    void ask(int parameter, Pointer value) {
      calls.check(
          "clGetMemObjectInfo",
          () -> CL.clGetMemObjectInfo(handle, parameter, Sizeof.cl_ulong, value, null));
    }
  }
}
