import static org.jocl.CL.*;

import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_platform_id;
import org.jocl.cl_program;

/**
 * Runs one kernel, by name, that commits one fault, on the first OpenCL device: the proof that the
 * Oclgrind lane sees such a fault when one of Hillock's kernels commits it.
 */
final class Faulty {
  private static final String SOURCE =
      """
      kernel void writes_outside(global float *y) { y[get_global_id(0) + 1] = 1.0f; }
      kernel void reads_outside(global float *y) {
        y[get_global_id(0)] = y[get_global_id(0) + 1];
      }
      kernel void races(global float *y) { y[0] = get_global_id(0); }
      kernel void diverges(global float *y) {
        if (get_local_id(0) == 0) barrier(CLK_LOCAL_MEM_FENCE);
        y[get_global_id(0)] = 1.0f;
      }
      kernel void is_sound(global float *y) { y[get_global_id(0)] = 1.0f; }
      """;

  private static final int ITEMS = 4;

  @SuppressWarnings("deprecation") // clCreateCommandQueue: what an OpenCL 1.2 device has
  public static void main(String[] args) {
    CL.setExceptionsEnabled(true);
    cl_platform_id[] platform = new cl_platform_id[1];
    clGetPlatformIDs(1, platform, null);
    cl_device_id[] device = new cl_device_id[1];
    clGetDeviceIDs(platform[0], CL_DEVICE_TYPE_ALL, 1, device, null);
    cl_context context = clCreateContext(null, 1, device, null, null, null);
    cl_command_queue queue = clCreateCommandQueue(context, device[0], 0, null);
    cl_program program = clCreateProgramWithSource(context, 1, new String[] {SOURCE}, null, null);
    clBuildProgram(program, 0, null, null, null, null);
    cl_kernel kernel = clCreateKernel(program, args[0], null);
    cl_mem y =
        clCreateBuffer(
            context,
            CL_MEM_READ_WRITE | CL_MEM_COPY_HOST_PTR,
            (long) ITEMS * Sizeof.cl_float,
            Pointer.to(new float[ITEMS]),
            null);
    clSetKernelArg(kernel, 0, Sizeof.cl_mem, Pointer.to(y));
    long[] items = {ITEMS};
    clEnqueueNDRangeKernel(queue, kernel, 1, null, items, items, 0, null, null);
    clFinish(queue);
  }
}
