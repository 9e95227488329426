package org.hillock.opencl;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.hillock.backend.Backend;
import org.hillock.backend.Device;
import org.hillock.backend.DeviceException;
import org.hillock.backend.UserCache;
import org.jspecify.annotations.Nullable;

/**
 * Whether OpenCL can be used here, and on what. The one class of this package that may be touched
 * without knowing: it holds nothing of JOCL itself, so it loads where JOCL or its native libraries
 * do not.
 */
public final class OpenCl {

  /**
   * JOCL's switch to unpack its native library under a name of its own; see {@link #discover()}.
   */
  private static final String UNIQUE_NAMES = "uniqueLibraryNames";

  private OpenCl() {}

  /**
   * What was found.
   *
   * @param devices the devices that can be opened, in the order of their ids
   * @param unavailable why there is none; null when there is at least one
   * @param refusals one sentence for each platform or device that was passed over
   */
  public record Discovery(
      List<Device> devices, @Nullable Throwable unavailable, List<String> refusals) {

    /** Copies the lists. */
    public Discovery {
      devices = List.copyOf(devices);
      refusals = List.copyOf(refusals);
    }
  }

  /**
   * Looks for devices, once: later calls give the first answer.
   *
   * <p>Sets the system property {@code uniqueLibraryNames} to {@code true} if it is not set: JOCL
   * otherwise unpacks its native library to a fixed path, and processes that start together crash.
   * Where there is no OpenCL loader, JOCL's native code writes a line to the process's standard
   * output, which Java cannot prevent.
   *
   * @return the devices, or why there are none
   */
  public static Discovery discover() {
    return Once.FOUND.discovery;
  }

  /**
   * Opens a device.
   *
   * @param id as {@link Device#id()} gives it, {@code opencl:PLATFORM:DEVICE}
   * @return an open backend
   * @throws DeviceException when there is no such device, or it fails
   */
  public static Backend open(String id) {
    return OpenClBackend.open(device(id));
  }

  /**
   * Searches for the sizes of kernels that make a device fastest, and keeps them in the user's
   * cache for whoever opens the device from now on. Results are the same bits.
   *
   * @param id as {@link Device#id()} gives it
   * @param test run on a backend with the sizes that were found, before they are kept
   * @param progress told a line for each size: what was tried, and how long it takes as a share of
   *     what stood
   * @return the sizes found, by their names
   * @throws DeviceException when there is no such device, or it fails
   */
  public static String tune(String id, Consumer<Backend> test, Consumer<String> progress) {
    ClDevice device = device(id);
    Tuning found;
    try (OpenClBackend backend = OpenClBackend.open(device, Tuning.seed(device), null)) {
      Parts parts = backend.parts();
      Tuner tuner = new Tuner(parts.engine(), parts.programs());
      found = parts.engine().run(() -> tuner.search(Tuning.seed(device), progress));
    }
    try (Backend backend = OpenClBackend.open(device, found, null)) {
      test.accept(backend);
    }
    TuningStore.keep(UserCache.standard(), device, found);
    return found.toString();
  }

  /**
   * Opens a device once more, with every program built from its text: those kept on disk, which are
   * thereby replaced, may be what is wrong with a backend.
   *
   * @param failed what {@link #open} gave; it may be closed
   * @return an open backend; empty when the failed one has not used any program kept on disk
   * @throws DeviceException when the device fails
   */
  public static Optional<Backend> openAfresh(Backend failed) {
    return failed instanceof OpenClBackend backend && backend.usesWhatIsKept()
        ? Optional.of(OpenClBackend.openAfresh(device(failed.device().id())))
        : Optional.empty();
  }

  /**
   * A device by its id.
   *
   * @throws DeviceException when there is no such device
   */
  static ClDevice device(String id) {
    Discovery discovery = discover();
    Drivers drivers = Once.FOUND.drivers;
    if (drivers == null || discovery.unavailable() != null) {
      throw new DeviceException(
          "OpenCL cannot be used here: " + discovery.unavailable(), true, discovery.unavailable());
    }
    return drivers.device(id);
  }

  /** The devices that were found, or nothing when that failed. */
  static @Nullable Drivers drivers() {
    return Once.FOUND.drivers;
  }

  /** The answer and what it rests on, computed when first asked for; class loading is the lock. */
  private static final class Once {

    static final Once FOUND = find();

    final Discovery discovery;
    final @Nullable Drivers drivers;

    private Once(Discovery discovery, @Nullable Drivers drivers) {
      this.discovery = discovery;
      this.drivers = drivers;
    }

    private static Once find() {
      try {
        if (System.getProperty(UNIQUE_NAMES) == null) {
          System.setProperty(UNIQUE_NAMES, "true");
        }
        Drivers drivers = Drivers.find();
        Throwable none = drivers.devices().isEmpty() ? drivers.none() : null;
        return new Once(new Discovery(drivers.descriptions(), none, drivers.refusals()), drivers);
      } catch (LinkageError | RuntimeException e) {
        return new Once(new Discovery(List.of(), e, List.of()), null);
      }
    }
  }
}
