package org.hillock;

import org.hillock.backend.Backend;

/** How fast a plain copy is on a device, measured when first asked for. */
final class CopyOnce {

  private final Backend device;
  private double gigabytesPerSecond;

  CopyOnce(Backend device) {
    this.device = device;
  }

  synchronized double gigabytesPerSecond() {
    if (gigabytesPerSecond == 0) {
      gigabytesPerSecond = device.copySpeed();
    }
    return gigabytesPerSecond;
  }
}
