package org.hillock.opencl;

import org.hillock.backend.Device;
import org.jocl.CL;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/**
 * A device and its handles.
 *
 * @param description what it is
 * @param platform its platform's handle
 * @param handle its own
 * @param maxGroup the largest work-group it runs
 * @param vectorWidth the floats that one work-item's instruction takes: 1 where the device, as GPUs
 *     do, puts neighbouring work-items side by side instead
 * @param vendor who made it
 * @param extensions the names of what its OpenCL has besides
 */
record ClDevice(
    Device description,
    cl_platform_id platform,
    cl_device_id handle,
    long maxGroup,
    int vectorWidth,
    String vendor,
    String extensions) {

  /** Asks a device what it is. */
  static ClDevice describe(
      String id, cl_platform_id platform, String platformName, cl_device_id handle, Calls calls) {
    DeviceQuery query = new DeviceQuery(calls);
    long floats = query.number(handle, CL.CL_DEVICE_SINGLE_FP_CONFIG);
    Device description =
        new Device(
            id,
            query.text(handle, CL.CL_DEVICE_NAME),
            platformName,
            query.text(handle, CL.CL_DRIVER_VERSION),
            query.text(handle, CL.CL_DEVICE_VERSION),
            type(query.number(handle, CL.CL_DEVICE_TYPE)),
            (int) query.number(handle, CL.CL_DEVICE_MAX_COMPUTE_UNITS),
            query.number(handle, CL.CL_DEVICE_GLOBAL_MEM_SIZE),
            query.number(handle, CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE),
            (floats & CL.CL_FP_FMA) != 0,
            (floats & CL.CL_FP_DENORM) != 0,
            (floats & CL.CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT) != 0);
    return new ClDevice(
        description,
        platform,
        handle,
        query.number(handle, CL.CL_DEVICE_MAX_WORK_GROUP_SIZE),
        vectorWidth(query.number(handle, CL.CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT)),
        query.text(handle, CL.CL_DEVICE_VENDOR),
        query.text(handle, CL.CL_DEVICE_EXTENSIONS));
  }

  /** Whether it is a driver for the host's processor. */
  boolean processor() {
    return description.type() == Device.Type.CPU;
  }

  /**
   * How many work-groups to start at most, each going on to further work, given how many keep a
   * compute unit busy. On a processor each does its own part only: groups cost little there, and
   * Mesa's llvmpipe ends all loops of a work-item, without a word, after 65,535 iterations
   * together.
   */
  long mostGroups(long perComputeUnit) {
    return processor() ? Long.MAX_VALUE : perComputeUnit * description.computeUnits();
  }

  /** The widest vector that kernels are written for and the device has. */
  private static int vectorWidth(long reported) {
    return (int) Long.highestOneBit(Math.max(1, Math.min(16, reported)));
  }

  /** Whatever else it says it is, a device that runs on the host's processor is a CPU. */
  private static Device.Type type(long bits) {
    if ((bits & CL.CL_DEVICE_TYPE_CPU) != 0) {
      return Device.Type.CPU;
    }
    return (bits & CL.CL_DEVICE_TYPE_GPU) != 0 ? Device.Type.GPU : Device.Type.ACCELERATOR;
  }
}
