package org.hillock.opencl;

import java.util.List;
import org.hillock.backend.Device;
import org.junit.jupiter.api.Assumptions;

/** The OpenCL devices that the tests of this package run on. */
final class ClDevices {

  /** It interprets kernels, some thousand times slower than a processor runs them. */
  private static final String SIMULATOR = "Oclgrind";

  private ClDevices() {}

  /** Every device found; the test is skipped, and says why, when there is none. */
  static List<ClDevice> all() {
    OpenCl.Discovery discovery = OpenCl.discover();
    Assumptions.assumeTrue(
        discovery.unavailable() == null,
        () -> "NOT TESTED, no OpenCL device: " + discovery.unavailable());
    return Drivers.find().devices();
  }

  static boolean simulated(ClDevice device) {
    return device.description().platform().equals(SIMULATOR);
  }

  /** The same device, whose kernels take vectors of another width. */
  static ClDevice withWidth(ClDevice device, int width) {
    return with(device, device.description(), device.maxGroup(), width, device.vendor());
  }

  /** The same device, believed to run work-groups of at most a size. */
  static ClDevice withGroup(ClDevice device, long maxGroup) {
    return with(device, device.description(), maxGroup, device.vectorWidth(), device.vendor());
  }

  /** The same device, believed to give at most so many bytes at once. */
  static ClDevice withAllocation(ClDevice device, long bytes) {
    return withMemory(device, device.description().memoryBytes(), bytes);
  }

  /** The same device, believed to have so many bytes in all, and to give them at once. */
  static ClDevice withMemory(ClDevice device, long bytes) {
    return withMemory(device, bytes, bytes);
  }

  private static ClDevice withMemory(ClDevice device, long memory, long allocation) {
    Device d = device.description();
    return with(
        device,
        description(d, d.type(), memory, allocation),
        device.maxGroup(),
        device.vectorWidth(),
        device.vendor());
  }

  /** The same device, believed to be a GPU that somebody made. */
  static ClDevice asGpu(ClDevice device, String vendor) {
    Device d = device.description();
    return with(
        device,
        description(d, Device.Type.GPU, d.memoryBytes(), d.maxAllocationBytes()),
        device.maxGroup(),
        device.vectorWidth(),
        vendor);
  }

  private static ClDevice with(
      ClDevice device, Device description, long maxGroup, int vectorWidth, String vendor) {
    return new ClDevice(
        description,
        device.platform(),
        device.handle(),
        maxGroup,
        vectorWidth,
        vendor,
        device.extensions());
  }

  private static Device description(Device d, Device.Type type, long memory, long allocation) {
    return new Device(
        d.id(),
        d.name(),
        d.platform(),
        d.driver(),
        d.version(),
        type,
        d.computeUnits(),
        memory,
        allocation,
        d.fma(),
        d.denormals(),
        d.correctlyRoundedDivide());
  }
}
