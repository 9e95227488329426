package org.hillock.opencl;

import org.hillock.backend.Device;

/**
 * What some drivers need to be told, each with its reason. Nothing here changes a bit of a result.
 *
 * @param options further options for the compiler
 * @param widest the widest vectors worth using
 */
record Quirks(String options, int widest) {

  private static final int ANY_WIDTH = 16;

  static Quirks of(Device device) {
    if (device.platform().equals("Oclgrind")) {
      // Oclgrind 21.10 gives wrong results for some code that its own compiler has optimised (two
      // vector selects on one condition).
      return new Quirks(" -cl-opt-disable", ANY_WIDTH);
    }
    if (device.platform().equals("rusticl") && !device.fma()) {
      // Mesa's llvmpipe computes fma in software and inlines that for each element of a vector: GELU
      // at width 4 takes minutes to compile. It runs work-items side by side anyway.
      return new Quirks("", 1);
    }
    return new Quirks("", ANY_WIDTH);
  }
}
