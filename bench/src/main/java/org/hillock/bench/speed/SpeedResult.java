package org.hillock.bench.speed;

/**
 * How fast something ran.
 *
 * @param op the operation's label, or {@code COPY}
 * @param direction forward or backward
 * @param shape the shape of the data
 * @param data {@code resident} for tensors on the device, {@code host} for Java arrays, there and
 *     back
 * @param gbps 10^9 bytes a second, counting 8 bytes an element forward and 12 backward
 * @param ofCopy {@code gbps} as a share of a plain copy's: on resident data, or of an array to a
 *     tensor and back where the data is on the host
 * @param medianMicros the median time of a call, in microseconds
 * @param runs the number of calls timed
 */
public record SpeedResult(
    String op,
    String direction,
    String shape,
    String data,
    double gbps,
    double ofCopy,
    double medianMicros,
    int runs) {

  /** {@link #data()} of a call on tensors. */
  public static final String RESIDENT = "resident";

  /** {@link #data()} of a call on arrays. */
  public static final String HOST = "host";

  /**
   * Whether the other is the same call on host arrays.
   *
   * @param other a result of the same test
   * @return whether operation and direction are the same, and the other's data is on the host
   */
  public boolean isHostOf(SpeedResult other) {
    return other.data.equals(HOST) && other.op.equals(op) && other.direction.equals(direction);
  }
}
