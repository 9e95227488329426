package org.hillock.opencl;

import java.nio.charset.StandardCharsets;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/** Reads what platforms and devices say about themselves. */
final class DeviceQuery {

  private final Calls calls;

  DeviceQuery(Calls calls) {
    this.calls = calls;
  }

  String text(cl_platform_id platform, int parameter) {
    return text(
        "clGetPlatformInfo",
        (size, value, needed) -> CL.clGetPlatformInfo(platform, parameter, size, value, needed));
  }

  String text(cl_device_id device, int parameter) {
    return text(
        "clGetDeviceInfo",
        (size, value, needed) -> CL.clGetDeviceInfo(device, parameter, size, value, needed));
  }

  /** A number of 32 or 64 bits; the upper half stays 0 where the device gives 32. */
  long number(cl_device_id device, int parameter) {
    long[] value = {0};
    calls.check(
        "clGetDeviceInfo",
        () -> CL.clGetDeviceInfo(device, parameter, Sizeof.cl_ulong, Pointer.to(value), null));
    return value[0];
  }

  cl_platform_id platform(cl_device_id device) {
    cl_platform_id platform = new cl_platform_id();
    calls.check(
        "clGetDeviceInfo",
        () ->
            CL.clGetDeviceInfo(
                device, CL.CL_DEVICE_PLATFORM, Sizeof.cl_platform_id, Pointer.to(platform), null));
    return platform;
  }

  private String text(String call, Query query) {
    long[] needed = {0};
    calls.check(call, () -> query.ask(0, null, needed));
    byte[] bytes = new byte[Math.toIntExact(needed[0])];
    calls.check(call, () -> query.ask(bytes.length, Pointer.to(bytes), null));
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8).strip();
  }

  private interface Query {
    int ask(
        long size,
        @org.jspecify.annotations.Nullable Pointer value,
        long @org.jspecify.annotations.Nullable [] needed);
  }
}
