package org.hillock.backend;

/**
 * What there is to know about a place that computes.
 *
 * @param id what to ask for it by: {@code cpu} for our own implementation, else {@code
 *     opencl:PLATFORM:DEVICE}
 * @param name the name it reports
 * @param platform the OpenCL platform's name, or {@code Java}
 * @param driver the driver's version as it reports it
 * @param version the OpenCL version it reports, or the Java version
 * @param type what kind of device it says it is
 * @param computeUnits the number of compute units, or of threads
 * @param memoryBytes its memory
 * @param maxAllocationBytes the largest single allocation
 * @param fma whether it reports a fused multiply-add in hardware (every OpenCL 1.2 device has one
 *     in some form)
 * @param denormals whether it reports that it keeps subnormal floats; where it does not, a
 *     subnormal and a zero count as equal
 * @param correctlyRoundedDivide whether it reports a correctly rounded division (our kernels do not
 *     divide)
 */
public record Device(
    String id,
    String name,
    String platform,
    String driver,
    String version,
    Type type,
    int computeUnits,
    long memoryBytes,
    long maxAllocationBytes,
    boolean fma,
    boolean denormals,
    boolean correctlyRoundedDivide) {

  /** The kinds of device. */
  public enum Type {
    /** Our own implementation in Java. */
    JAVA,
    /** An OpenCL driver that runs on the host's processor. */
    CPU,
    /** A graphics processor. */
    GPU,
    /** Another accelerator. */
    ACCELERATOR
  }

  /** The device as {@code opencl:0:0 (NAME, PLATFORM)}. */
  @Override
  public String toString() {
    return id + " (" + name + ", " + platform + ")";
  }
}
