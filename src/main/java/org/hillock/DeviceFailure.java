package org.hillock;

/** What to do when the device fails during a call on host arrays. */
public enum DeviceFailure {
  /**
   * Throw a {@link org.hillock.backend.DeviceException} that names the call and the status. The
   * default.
   */
  THROW,
  /** Compute the result on the CPU, say so once, and leave the device alone from then on. */
  FALL_BACK
}
