package org.hillock.bench;

import java.util.Optional;
import org.hillock.Hillock;
import org.hillock.backend.Device;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Opens devices for commands. */
final class Devices {

  /** Help for every {@code --device}. */
  static final String HELP =
      "The device: cpu (our own implementation), gpu, auto, an id such as opencl:0:0, or a part of"
          + " a device's name. Without it, what the system property hillock.device or the"
          + " environment's HILLOCK_DEVICE says, else auto.";

  private Devices() {}

  /**
   * Opens the device asked for.
   *
   * @param spec the command, to blame for a device that is not there
   * @param device as {@link Hillock#open(String)} takes it; null for {@link Hillock#open()}
   * @throws ParameterException when there is no such device; the message lists those there are
   */
  static Hillock open(CommandSpec spec, @Nullable String device) {
    try {
      return device == null ? Hillock.open() : Hillock.open(device);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** Why OpenCL cannot be used, in one line; null when it can. */
  static @Nullable String openClUnavailable() {
    Optional<Throwable> cause = Hillock.openClUnavailable();
    return cause.map(c -> c.getMessage() == null ? c.toString() : c.getMessage()).orElse(null);
  }

  /** What a table says of a device. */
  static String title(Device device) {
    return device.id() + " " + device.name();
  }

  /** A device in a result. */
  record Named(String id, String name) {

    static Named of(Device device) {
      return new Named(device.id(), device.name());
    }
  }
}
