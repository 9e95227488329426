package org.hillock.opencl;

import org.hillock.op.Rows;
import org.hillock.op.Softmax;

/**
 * The families of kernels, all of which give the same bits. Which suits a device and a shape stands
 * in {@link Families}.
 */
enum Family {
  /** A work-group computes a row. */
  GROUP,
  /** A work-group computes a segment of a row; the segments are put together in a step between. */
  GROUP_SPLIT,
  /** A work-group computes several rows of one segment, each held by a team of work-items. */
  TEAM,
  /** A work-group computes a row, whose first segments are held by a team of work-items each. */
  HELD,
  /** A work-item computes a row of a few columns, which its group brings to local memory. */
  TINY,
  /** Several work-items go down each of a group's interleaved rows. */
  DOWN,
  /** A work-item computes a row. */
  ITEM,
  /** A work-item computes a segment of a row; the segments are put together in a step between. */
  ITEM_SPLIT,
  /** A work-item computes several rows side by side, one to each element of a vector. */
  ABREAST,
  /** A work-item computes rows that are so short that one vector holds several. */
  SHORT;

  /** The elements of a GPU's widest access, of 16 bytes. */
  static final int GPU_WIDTH = 4;

  /** Whether this family's kernels are written for such rows. */
  boolean takes(ClDevice device, Rows rows) {
    return switch (this) {
      case TEAM -> rows.contiguous() && rows.columns() <= Softmax.SEGMENT;
      case HELD -> rows.contiguous() && rows.columns() <= HeldRows.MOST_COLUMNS;
      case TINY -> rows.contiguous() && rows.columns() <= TinyRows.MOST_COLUMNS;
      case SHORT -> width(device) > 1 && rows.contiguous() && rows.columns() <= width(device);
      default -> true;
    };
  }

  /**
   * The elements that a work-item of this family takes at a time. On a processor it is two vectors,
   * which depend on each other in nothing: one alone leaves its core waiting for results half of
   * the time.
   */
  int width(ClDevice device) {
    if (!groups()) {
      return device.vectorWidth() == 1 ? 1 : 2 * device.vectorWidth();
    }
    return device.processor() ? Math.min(GPU_WIDTH, device.vectorWidth()) : GPU_WIDTH;
  }

  /** The same for rows: no wider than need be for those that are interleaved. */
  int width(ClDevice device, Rows rows) {
    boolean narrow = this == ABREAST && rows.inner() <= device.vectorWidth();
    return narrow ? device.vectorWidth() : width(device);
  }

  /** Whether work-groups, not work-items, are the units of work. */
  boolean groups() {
    return switch (this) {
      case ITEM, ITEM_SPLIT, ABREAST, SHORT -> false;
      default -> true;
    };
  }
}
