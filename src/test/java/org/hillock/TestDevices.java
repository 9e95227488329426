package org.hillock;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.hillock.backend.Backend;
import org.hillock.backend.Device;
import org.hillock.opencl.OpenCl;

/**
 * The backends that tests run on: the CPU implementation, and every OpenCL device found. The system
 * property {@code hillock.requireDevices} lists parts of names or platforms, separated by commas,
 * of devices whose absence is a failure. Each run says once which devices it covers.
 */
public final class TestDevices {

  private static final List<Backend> OPENCL = openAll();

  private TestDevices() {}

  /** The CPU implementation and every OpenCL device, open, never to be closed. */
  public static Stream<Backend> all() {
    return Stream.concat(Stream.of(Opener.reference()), OPENCL.stream());
  }

  /** Every OpenCL device, open, never to be closed. */
  public static Stream<Backend> openCl() {
    return OPENCL.stream();
  }

  private static List<Backend> openAll() {
    List<Device> devices = OpenCl.discover().devices();
    for (String required : required()) {
      if (devices.stream().noneMatch(device -> is(device, required))) {
        throw new AssertionError(
            "hillock.requireDevices asks for \"%s\", but the OpenCL devices are %s (%s)"
                .formatted(required, devices, OpenCl.discover().unavailable()));
      }
    }
    List<Backend> open = new ArrayList<>();
    for (Device device : devices) {
      open.add(OpenCl.open(device.id()));
    }
    say(devices);
    return open;
  }

  private static List<String> required() {
    return Arrays.stream(System.getProperty("hillock.requireDevices", "").split(","))
        .map(String::strip)
        .filter(s -> !s.isEmpty())
        .toList();
  }

  private static boolean is(Device device, String part) {
    return (device.name() + "\n" + device.platform())
        .toLowerCase(Locale.ROOT)
        .contains(part.toLowerCase(Locale.ROOT));
  }

  @SuppressWarnings("SystemOut")
  private static void say(List<Device> devices) {
    System.out.println(
        devices.isEmpty()
            ? "Device tests: NO OpenCL device covered, the CPU only: "
                + OpenCl.discover().unavailable()
            : "Device tests cover the CPU and " + devices);
  }
}
