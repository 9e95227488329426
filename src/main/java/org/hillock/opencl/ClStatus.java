package org.hillock.opencl;

import org.jocl.CL;

/** The status codes that calls of OpenCL return. */
final class ClStatus {

  private ClStatus() {}

  /** A status as {@code CL_INVALID_VALUE (-30)}. */
  static String describe(int status) {
    String name = CL.stringFor_errorCode(status);
    return (name.startsWith("CL_") ? name : "unknown status") + " (" + status + ")" + hint(status);
  }

  /** Whether a status says that memory ran out. */
  static boolean outOfMemory(int status) {
    return status == CL.CL_MEM_OBJECT_ALLOCATION_FAILURE
        || status == CL.CL_OUT_OF_RESOURCES
        || status == CL.CL_OUT_OF_HOST_MEMORY;
  }

  private static String hint(int status) {
    return outOfMemory(status) ? ", which usually means that memory ran out" : "";
  }
}
