package org.hillock.opencl;

import java.util.HashMap;
import java.util.Map;
import org.jocl.CL;
import org.jocl.cl_program;

/** A built program and its kernels, created when first used. */
final class Program {

  private final Engine engine;
  private final cl_program handle;
  private final Map<String, Kernel> kernels = new HashMap<>();

  Program(Engine engine, cl_program handle) {
    this.engine = engine;
    this.handle = handle;
  }

  /** A kernel by its name in the source. */
  synchronized Kernel kernel(String name) {
    Kernel kernel = kernels.get(name);
    if (kernel == null) {
      kernel =
          new Kernel(
              engine,
              name,
              engine
                  .calls()
                  .create(
                      "clCreateKernel(" + name + ")",
                      status -> CL.clCreateKernel(handle, name, status)));
      kernels.put(name, kernel);
    }
    return kernel;
  }

  synchronized void release() {
    kernels.values().forEach(Kernel::release);
    kernels.clear();
    engine.calls().release("clReleaseProgram", () -> CL.clReleaseProgram(handle));
  }
}
