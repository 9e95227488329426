package org.hillock;

import java.util.List;
import java.util.Optional;
import org.hillock.backend.Backend;
import org.hillock.backend.Device;

/** Chooses a device. */
final class Opener {

  record Opened(Backend backend, String reason) {}

  private Opener() {}

  static String requested() {
    String property = System.getProperty("hillock.device");
    String environment = System.getenv("HILLOCK_DEVICE");
    return property != null ? property : environment != null ? environment : "auto";
  }

  static Opened open(String device) {
    throw new IllegalArgumentException(device);
  }

  static List<Device> devices() {
    return List.of();
  }

  static Optional<Throwable> openClUnavailable() {
    return Optional.empty();
  }

  static Backend reference() {
    throw new IllegalStateException();
  }
}
