package org.hillock.opencl;

import java.util.function.Function;
import java.util.function.IntSupplier;
import org.hillock.backend.DeviceException;
import org.jocl.CL;
import org.jocl.CLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls of OpenCL on behalf of one device, each with its answer checked. JOCL returns statuses, or
 * throws them where another user of it in this process has enabled that: both are understood.
 */
final class Calls {

  private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

  private final String device;

  /** Calls whose failures name the device. */
  Calls(String device) {
    this.device = device;
  }

  /** Makes a call that must succeed. */
  void check(String call, IntSupplier status) {
    int answer = answer(call, status);
    if (answer != CL.CL_SUCCESS) {
      throw failure(call, answer);
    }
  }

  /** Makes a call that creates something, given the array that takes the status. */
  <T> T create(String call, Function<int[], @Nullable T> creation) {
    int[] status = {CL.CL_SUCCESS};
    @Nullable Object[] created = {null};
    check(
        call,
        () -> {
          created[0] = creation.apply(status);
          return status[0];
        });
    @SuppressWarnings("unchecked")
    T result = (T) created[0];
    if (result == null) {
      throw new DeviceException(device + ": " + call + " gave nothing");
    }
    return result;
  }

  /** Makes a call and gives its status, whatever it is. */
  int answer(String call, IntSupplier status) {
    try {
      return status.getAsInt();
    } catch (CLException e) {
      if (e.getStatus() == CL.CL_SUCCESS) {
        throw new DeviceException(device + ": " + call + " failed: " + e.getMessage(), true, e);
      }
      return e.getStatus();
    } catch (UnsupportedOperationException e) {
      throw new DeviceException(device + ": the driver does not offer " + call, true, e);
    }
  }

  /** A failure that names the device, the call and the status. */
  DeviceException failure(String call, int status) {
    return failure(call + " returned " + ClStatus.describe(status));
  }

  /** A refusal of a request that is too large, which names the device. */
  DeviceException tooLarge(String what) {
    return DeviceException.tooLarge(device + ": " + what);
  }

  /**
   * Makes a call that gives something back. It comes too late to fail: a failure is only logged.
   */
  void release(String call, IntSupplier status) {
    try {
      int answer = answer(call, status);
      if (answer != CL.CL_SUCCESS) {
        LOG.debug("{}: {} returned {}", device, call, ClStatus.describe(answer));
      }
    } catch (DeviceException e) {
      LOG.debug("a release failed", e);
    }
  }

  /** A failure that names the device. */
  DeviceException failure(String what) {
    return new DeviceException(device + ": " + what);
  }
}
