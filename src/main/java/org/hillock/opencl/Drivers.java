package org.hillock.opencl;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hillock.backend.Device;
import org.hillock.backend.DeviceException;
import org.jocl.CL;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/**
 * The platforms of this machine and their devices. A platform or a device that does not answer is
 * passed over.
 */
final class Drivers {

  /** Not CL_DEVICE_TYPE_ALL, which some drivers refuse. */
  private static final long TYPES =
      CL.CL_DEVICE_TYPE_CPU | CL.CL_DEVICE_TYPE_GPU | CL.CL_DEVICE_TYPE_ACCELERATOR;

  private static final Pattern VERSION = Pattern.compile("OpenCL (\\d+)\\.(\\d+).*");

  private final List<ClDevice> devices = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private final boolean registered;

  private Drivers(cl_platform_id[] platforms) {
    registered = platforms.length > 0;
    for (int p = 0; p < platforms.length; p++) {
      String id = "opencl:" + p;
      try {
        addPlatform(id, platforms[p]);
      } catch (RuntimeException e) {
        refusals.add(id + " is passed over: " + e.getMessage());
      }
    }
  }

  /** Asks the loader for every driver, and every driver for its devices. */
  static Drivers find() {
    return new Drivers(platforms());
  }

  List<ClDevice> devices() {
    return devices;
  }

  List<Device> descriptions() {
    return devices.stream().map(ClDevice::description).toList();
  }

  List<String> refusals() {
    return refusals;
  }

  /** Why there is no device. */
  DeviceException none() {
    if (!registered) {
      return new DeviceException(
          "no OpenCL driver is registered with the loader (CL_PLATFORM_NOT_FOUND_KHR)");
    }
    return new DeviceException(
        "the OpenCL drivers offer no device: " + String.join("; ", refusals));
  }

  ClDevice device(String id) {
    for (ClDevice device : devices) {
      if (device.description().id().equals(id)) {
        return device;
      }
    }
    throw new DeviceException(
        "there is no OpenCL device "
            + id
            + "; there are "
            + devices.stream().map(device -> device.description().toString()).toList());
  }

  /**
   * A device that a user found: one of those found here, or one that is not a platform's own, as a
   * part of one is.
   *
   * @throws DeviceException when it lacks what our kernels need
   */
  static ClDevice given(cl_device_id handle) {
    Drivers found = OpenCl.drivers();
    List<ClDevice> known = found == null ? List.of() : found.devices;
    return known.stream()
        .filter(device -> device.handle().equals(handle))
        .findFirst()
        .orElseGet(() -> describe(handle));
  }

  private static ClDevice describe(cl_device_id handle) {
    String id = "opencl:given";
    Calls calls = new Calls(id);
    DeviceQuery query = new DeviceQuery(calls);
    cl_platform_id platform = query.platform(handle);
    String name = query.text(platform, CL.CL_PLATFORM_NAME);
    ClDevice device = ClDevice.describe(id, platform, name, handle, calls);
    String lack = lack(device, query);
    if (!lack.isEmpty()) {
      throw new DeviceException(device.description() + " cannot be used: it " + lack);
    }
    return device;
  }

  private static cl_platform_id[] platforms() {
    Calls calls = new Calls("the OpenCL loader");
    int[] count = {0};
    int status = calls.answer("clGetPlatformIDs", () -> CL.clGetPlatformIDs(0, null, count));
    // The count means nothing when the call failed.
    if (status == CL.CL_PLATFORM_NOT_FOUND_KHR || (status == CL.CL_SUCCESS && count[0] == 0)) {
      return new cl_platform_id[0];
    }
    if (status != CL.CL_SUCCESS) {
      throw calls.failure("clGetPlatformIDs", status);
    }
    cl_platform_id[] platforms = new cl_platform_id[count[0]];
    calls.check("clGetPlatformIDs", () -> CL.clGetPlatformIDs(platforms.length, platforms, null));
    return platforms;
  }

  private void addPlatform(String id, cl_platform_id platform) {
    Calls calls = new Calls(id);
    String name = new DeviceQuery(calls).text(platform, CL.CL_PLATFORM_NAME);
    int[] count = {0};
    int status =
        calls.answer("clGetDeviceIDs", () -> CL.clGetDeviceIDs(platform, TYPES, 0, null, count));
    if (status == CL.CL_DEVICE_NOT_FOUND || (status == CL.CL_SUCCESS && count[0] == 0)) {
      refusals.add(id + " (" + name + ") has no device");
      return;
    }
    if (status != CL.CL_SUCCESS) {
      throw calls.failure("clGetDeviceIDs", status);
    }
    cl_device_id[] handles = new cl_device_id[count[0]];
    calls.check(
        "clGetDeviceIDs", () -> CL.clGetDeviceIDs(platform, TYPES, handles.length, handles, null));
    for (int d = 0; d < handles.length; d++) {
      addDevice(id + ":" + d, platform, name, handles[d]);
    }
  }

  private void addDevice(String id, cl_platform_id platform, String name, cl_device_id handle) {
    Calls calls = new Calls(id);
    try {
      ClDevice device = ClDevice.describe(id, platform, name, handle, calls);
      String lack = lack(device, new DeviceQuery(calls));
      if (lack.isEmpty()) {
        devices.add(device);
      } else {
        refusals.add(device.description() + " is passed over: it " + lack);
      }
    } catch (RuntimeException e) {
      refusals.add(id + " is passed over: " + e.getMessage());
    }
  }

  /** What a device lacks to run our kernels; empty when nothing. */
  private static String lack(ClDevice device, DeviceQuery query) {
    if (query.number(device.handle(), CL.CL_DEVICE_AVAILABLE) == 0) {
      return "says that it is not available";
    }
    if (query.number(device.handle(), CL.CL_DEVICE_COMPILER_AVAILABLE) == 0) {
      return "has no compiler";
    }
    String version = device.description().version();
    Matcher matcher = VERSION.matcher(version);
    if (!matcher.matches()
        || Integer.parseInt(matcher.group(1)) * 10 + Integer.parseInt(matcher.group(2)) < 12) {
      return "reports version \"" + version + "\"; OpenCL 1.2 is needed";
    }
    return "";
  }
}
