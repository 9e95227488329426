package org.hillock;

import java.util.List;
import java.util.Optional;
import org.hillock.backend.Backend;
import org.hillock.backend.Device;
import org.hillock.opencl.OpenCl;
import org.jspecify.annotations.Nullable;

/** Where devices other than the CPU implementation come from. */
interface DeviceSource {

  /** Those of OpenCL. */
  DeviceSource OPENCL =
      new DeviceSource() {
        @Override
        public List<Device> devices() {
          return OpenCl.discover().devices();
        }

        @Override
        public @Nullable Throwable unavailable() {
          return OpenCl.discover().unavailable();
        }

        @Override
        public List<String> refusals() {
          return OpenCl.discover().refusals();
        }

        @Override
        public Backend open(Device device) {
          return OpenCl.open(device.id());
        }

        @Override
        public Optional<Backend> openAfresh(Backend failed) {
          return OpenCl.openAfresh(failed);
        }
      };

  /** The devices there are. */
  List<Device> devices();

  /** Why there are none at all, or null. */
  @Nullable Throwable unavailable();

  /** One sentence for each platform or device that was passed over. */
  List<String> refusals();

  /** Opens one of them, or throws a {@link org.hillock.backend.DeviceException}. */
  Backend open(Device device);

  /**
   * Opens the device of a backend that has failed once more without what was kept of it on disk, if
   * the backend has used any of that.
   */
  default Optional<Backend> openAfresh(Backend failed) {
    return Optional.empty();
  }
}
