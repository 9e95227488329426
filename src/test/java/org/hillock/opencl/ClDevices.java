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
    return new ClDevice(
        device.description(), device.platform(), device.handle(), device.maxGroup(), width);
  }

  /** The same device, believed to run work-groups of at most a size. */
  static ClDevice withGroup(ClDevice device, long maxGroup) {
    return new ClDevice(
        device.description(), device.platform(), device.handle(), maxGroup, device.vectorWidth());
  }

  /** The same device, believed to give at most so many bytes at once. */
  static ClDevice withAllocation(ClDevice device, long bytes) {
    return with(device, device.description().memoryBytes(), bytes);
  }

  /** The same device, believed to have so many bytes in all, and to give them at once. */
  static ClDevice withMemory(ClDevice device, long bytes) {
    return with(device, bytes, bytes);
  }

  private static ClDevice with(ClDevice device, long memory, long allocation) {
    Device d = device.description();
    return new ClDevice(
        new Device(
            d.id(),
            d.name(),
            d.platform(),
            d.driver(),
            d.version(),
            d.type(),
            d.computeUnits(),
            memory,
            allocation,
            d.fma(),
            d.denormals(),
            d.correctlyRoundedDivide()),
        device.platform(),
        device.handle(),
        device.maxGroup(),
        device.vectorWidth());
  }
}
