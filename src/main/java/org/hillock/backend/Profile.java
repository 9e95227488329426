package org.hillock.backend;

import java.util.List;
import java.util.function.Consumer;
import org.hillock.op.Direction;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one call took where it was computed. Copies from and to the host are no part of it.
 *
 * @param operation what was computed
 * @param direction forward or backward
 * @param shape of what shape
 * @param clock whose times these are
 * @param kernels the kernels that the call ran, in their order, at least one
 */
public record Profile(
    Operation operation, Direction direction, Shape shape, Clock clock, List<Kernel> kernels) {

  private static final Logger LOG = LoggerFactory.getLogger(Profile.class);

  private static final int FORWARD_BYTES = 2 * Float.BYTES;
  private static final int BACKWARD_BYTES = 3 * Float.BYTES;

  /** Who has looked at the clock. */
  public enum Clock {
    /** The device, as each kernel went by (the profiling events of OpenCL). */
    DEVICE,
    /**
     * The host, before and behind the whole call: the CPU implementation has no other. There is one
     * kernel, {@code call}, which is started when it is queued.
     */
    HOST
  }

  /**
   * One kernel's way, each time in nanoseconds of the same clock, whose zero is anywhere.
   *
   * @param name the kernel's name in its source
   * @param queued when the host put it into the queue
   * @param submitted when the driver gave it to the device
   * @param started when the device began
   * @param ended when the device was done
   */
  public record Kernel(String name, long queued, long submitted, long started, long ended) {

    /**
     * How long the device worked on it.
     *
     * @return nanoseconds from start to end
     */
    public long nanos() {
      return ended - started;
    }
  }

  /** Copies the list. */
  public Profile {
    kernels = List.copyOf(kernels);
    if (kernels.isEmpty()) {
      throw new IllegalArgumentException("kernels is empty; expected at least one");
    }
  }

  /**
   * When the first kernel started.
   *
   * @return nanoseconds of the clock
   */
  public long started() {
    return kernels.get(0).started();
  }

  /**
   * When the last kernel ended.
   *
   * @return nanoseconds of the clock
   */
  public long ended() {
    return kernels.stream().mapToLong(Kernel::ended).max().orElseThrow();
  }

  /**
   * How long the call took, what lies between its kernels included: for a call on tensors the time
   * of their launch; for one on host data, which is computed in chunks, the way of the data too.
   *
   * @return nanoseconds from the start of the first kernel to the end of the last
   */
  public long nanos() {
    return ended() - started();
  }

  /**
   * How long the device computed.
   *
   * @return nanoseconds in which at least one of the kernels ran
   */
  public long kernelNanos() {
    long nanos = 0;
    long seen = Long.MIN_VALUE;
    for (Kernel kernel : kernels) {
      nanos += Math.max(0, kernel.ended() - Math.max(seen, kernel.started()));
      seen = Math.max(seen, kernel.ended());
    }
    return nanos;
  }

  /**
   * What the call had to read and write at least.
   *
   * @return 8 bytes an element forward, 12 backward
   */
  public long bytes() {
    return shape.size() * (direction == Direction.FORWARD ? FORWARD_BYTES : BACKWARD_BYTES);
  }

  /**
   * Those bytes by that time. By {@link org.hillock.backend.Backend#copySpeed()} it is the share of
   * what a plain copy moves.
   *
   * @return 10^9 bytes a second
   */
  public double gigabytesPerSecond() {
    return bytes() / (double) Math.max(1, nanos());
  }

  /**
   * Tells a listener. Whatever it throws is logged: the call is done, and did not fail.
   *
   * @param listener whom
   */
  public void tell(Consumer<Profile> listener) {
    try {
      listener.accept(this);
    } catch (RuntimeException | Error e) {
      LOG.warn("a listener failed on the profile of {} {}", operation.label(), direction, e);
    }
  }
}
