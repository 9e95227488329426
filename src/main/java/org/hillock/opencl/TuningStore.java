package org.hillock.opencl;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.hillock.backend.Device;
import org.hillock.backend.UserCache;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settings that a {@link Tuner} found, kept in the user's cache by device and driver. */
final class TuningStore {

  private static final Logger LOG = LoggerFactory.getLogger(TuningStore.class);
  private static final String KIND = "tuning";

  private TuningStore() {}

  /** What was found for a device, else its seed. */
  static Tuning of(UserCache cache, ClDevice device) {
    return read(cache, device).orElseGet(() -> Tuning.seed(device));
  }

  static void keep(UserCache cache, ClDevice device, Tuning tuning) {
    cache.write(KIND, key(device), tuning.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<Tuning> read(UserCache cache, ClDevice device) {
    Optional<byte[]> kept = cache.read(KIND, key(device));
    try {
      return kept.map(bytes -> Tuning.parse(new String(bytes, StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      LOG.debug("the settings kept for {} are not of this version", device.description(), e);
      return Optional.empty();
    }
  }

  /** What settings are kept under. */
  static String key(ClDevice device) {
    Device d = device.description();
    return String.join("|", d.platform(), d.name(), d.driver(), d.version(), "" + d.computeUnits());
  }
}
