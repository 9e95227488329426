package org.hillock.backend;

import org.hillock.op.Direction;

/**
 * A result differs from the reference. The message names the operation, the place, both values and
 * the device.
 */
public final class MismatchException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Mismatch mismatch;

  /**
   * A difference.
   *
   * @param mismatch what differs
   */
  public MismatchException(Mismatch mismatch) {
    super(mismatch.toString());
    this.mismatch = mismatch;
  }

  /**
   * What differs, field by field.
   *
   * @return the first difference found
   */
  public Mismatch mismatch() {
    return mismatch;
  }

  /**
   * One difference between a result and the reference.
   *
   * @param operation the operation's label
   * @param direction forward or backward
   * @param index which element, in C order
   * @param input x of an activation or forward, y of a softmax's backward, at that element
   * @param expected the reference's result
   * @param actual the device's result
   * @param device the device, as {@link Device#toString()} gives it
   */
  public record Mismatch(
      String operation,
      Direction direction,
      long index,
      float input,
      float expected,
      float actual,
      String device)
      implements java.io.Serializable {

    /** The difference as one line, values in decimal and as bits. */
    @Override
    public String toString() {
      return "%s %s on %s: element %d, input %s: expected %s, got %s"
          .formatted(
              operation, direction, device, index, both(input), both(expected), both(actual));
    }

    private static String both(float value) {
      return "%s (0x%08x)".formatted(value, Float.floatToRawIntBits(value));
    }
  }
}
