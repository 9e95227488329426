package org.hillock.bench.speed;

/**
 * How fast something ran.
 *
 * @param op the operation's label, or {@code COPY}
 * @param direction forward or backward
 * @param shape the shape of the data
 * @param data {@code resident} for tensors on the device, {@code host} for Java arrays, there and
 *     back; {@code statistics} and {@code unit-statistics} for tensors whose statistics, or those
 *     of their units, are gathered on the way
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

  /** {@link #data()} of a call on tensors, with statistics. */
  public static final String STATISTICS = "statistics";

  /** {@link #data()} of a call on tensors, with statistics of each unit. */
  public static final String UNIT_STATISTICS = "unit-statistics";

  /**
   * Whether the other is the same call on other data.
   *
   * @param other a result of the same test
   * @param with the other's data
   * @return whether operation and direction are the same, and the other's data is that
   */
  public boolean is(SpeedResult other, String with) {
    return other.data.equals(with) && other.op.equals(op) && other.direction.equals(direction);
  }
}
