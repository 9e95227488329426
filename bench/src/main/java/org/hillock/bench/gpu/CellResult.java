package org.hillock.bench.gpu;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.hillock.op.Direction;
import org.jspecify.annotations.Nullable;

/**
 * What one piece of work took each contestant, call by call in a row.
 *
 * @param op the operation's name
 * @param direction forward or backward
 * @param shape the shape of the data, and the axis where it is not the last
 * @param rows the rows of a softmax; 1 of an activation
 * @param columns the elements of a row
 * @param family the family of kernels that was forced; null for the one that is chosen
 * @param sets how many sets of data were worked on in turn
 * @param calls how many calls were made in a row
 * @param rounds how often each contestant had its turn
 * @param micros the times of a call by contestant: {@link #COPY}, {@link #HILLOCK}, {@link
 *     #PYTORCH}, {@link #COMPILED}
 * @param gbps bytes that have to move by our time, in 10^9 a second; null without a time
 * @param ofCopy that, by what a plain copy of as many elements moves in the same rounds
 * @param why why a contestant has no time: that of {@link #HILLOCK} failed; {@link #LEFT_OUT} when
 *     none was to begin
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CellResult(
    String op,
    Direction direction,
    String shape,
    long rows,
    long columns,
    @Nullable String family,
    int sets,
    int calls,
    int rounds,
    Map<String, Quartiles> micros,
    @Nullable Double gbps,
    @Nullable Double ofCopy,
    Map<String, String> why) {

  /** A plain copy of one tensor of the same shape into another, by the driver. */
  public static final String COPY = "copy";

  /** Ours. */
  public static final String HILLOCK = "hillock";

  /** PyTorch's own kernels. */
  public static final String PYTORCH = "pytorch";

  /** What torch.compile makes. */
  public static final String COMPILED = "compiled";

  /** In {@link #why()}, of work that was planned and not begun. */
  public static final String LEFT_OUT = "left out";

  /** Work that was planned and not begun. */
  static CellResult leftOut(Work work, @Nullable String family, String reason) {
    Tally tally = new Tally();
    tally.missing(LEFT_OUT, reason);
    return tally.result(work, family, 0, 0);
  }

  /**
   * A contestant's time by ours: above 1, ours is less.
   *
   * @param contestant which
   * @return the ratio of the medians; null when either has none
   */
  public @Nullable Double ratio(String contestant) {
    Quartiles theirs = micros.get(contestant);
    Quartiles ours = micros.get(HILLOCK);
    return theirs == null || ours == null ? null : theirs.median() / ours.median();
  }

  /**
   * The number of elements.
   *
   * @return rows times columns
   */
  public long elements() {
    return rows * columns;
  }

  /**
   * What was computed, for messages.
   *
   * @return operation, direction, shape and family
   */
  @JsonIgnore
  public String label() {
    return op + " " + direction + " " + shape + (family == null ? "" : " by " + family);
  }

  /**
   * Whether it is a softmax of either kind.
   *
   * @return false for an activation
   */
  @JsonIgnore
  public boolean isSoftmax() {
    return op.endsWith("SOFTMAX");
  }

  /**
   * Whether ours was begun and failed.
   *
   * @return false when it has a time, and when it was left out
   */
  public boolean failed() {
    return why.containsKey(HILLOCK);
  }

  /** What is said of it while the run goes on. */
  String line() {
    Quartiles ours = micros.get(HILLOCK);
    if (ours == null) {
      return label() + (failed() ? ": failed: " + why.get(HILLOCK) : ": " + why);
    }
    String pytorch = ratio(PYTORCH) == null ? "" : ", PyTorch x " + Markdown.number(ratio(PYTORCH));
    return "%s: %s µs, %s GB/s, %s of copy%s"
        .formatted(
            label(),
            Markdown.number(ours.median()),
            Markdown.number(gbps),
            Markdown.number(ofCopy),
            pytorch);
  }
}
