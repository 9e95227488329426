package org.hillock.backend;

/**
 * A device, its driver or its compiler failed. The message names the device, the call and what it
 * returned.
 */
public final class DeviceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean inputsIntact;

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
  public DeviceException(
      String message, boolean inputsIntact, @org.jspecify.annotations.Nullable Throwable cause) {
    super(
        inputsIntact ? message : message + "; the result array may have been partly written",
        cause);
    this.inputsIntact = inputsIntact;
  }

  /**
   * Whether every array of the caller's is as it was before the call.
   *
   * @return false when a result array may have been partly written
   */
  public boolean inputsIntact() {
    return inputsIntact;
  }
}
