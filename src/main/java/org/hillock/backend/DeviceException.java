package org.hillock.backend;

import org.jspecify.annotations.Nullable;

/**
 * A device, its driver or its compiler failed, or was asked for more than it has. The message names
 * the device, the call and what it returned.
 */
public final class DeviceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean inputsIntact;
  private final boolean tooLarge;

  /**
   * A failure before any of the caller's arrays was written to.
   *
   * @param message names the device, the call and the status
   */
  public DeviceException(String message) {
    this(message, true, null);
  }

  /**
   * A failure.
   *
   * @param message names the device, the call and the status
   * @param inputsIntact false when an array of the caller's may have been partly overwritten
   * @param cause what was thrown below, or null
   */
  public DeviceException(String message, boolean inputsIntact, @Nullable Throwable cause) {
    this(message, inputsIntact, false, cause);
  }

  private DeviceException(
      String message, boolean inputsIntact, boolean tooLarge, @Nullable Throwable cause) {
    super(
        inputsIntact ? message : message + "; the result array may have been partly written",
        cause);
    this.inputsIntact = inputsIntact;
    this.tooLarge = tooLarge;
  }

  /**
   * A request that is too large for a device, which is well otherwise.
   *
   * @param message names the device, what was asked for, and what it has
   * @return the exception to throw
   */
  public static DeviceException tooLarge(String message) {
    return new DeviceException(message, true, true, null);
  }

  /**
   * The same failure once a result array, which may be an input too, has been partly written.
   *
   * @return the exception to throw in place of this one, which is its cause
   */
  public DeviceException afterWriting() {
    return new DeviceException(String.valueOf(getMessage()), false, tooLarge, this);
  }

  /**
   * Whether every array of the caller's is as it was before the call.
   *
   * @return false when a result array may have been partly written
   */
  public boolean inputsIntact() {
    return inputsIntact;
  }

  /**
   * Whether the request was at fault by its size, not the device.
   *
   * @return true when a smaller request may succeed
   */
  public boolean isTooLarge() {
    return tooLarge;
  }
}
