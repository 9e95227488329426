package org.hillock.opencl;

import org.hillock.backend.Device;
import org.hillock.op.Rows;
import org.hillock.op.Softmax;

/**
 * The families of kernels and the table that chooses among them. A processor's cores want long
 * vectors and a whole row each; a GPU wants neighbouring work-items on neighbouring elements, and
 * so does a driver for processors that itself puts work-items side by side in a vector (it reports
 * vectors of one float; given wider ones, it compiles for minutes). All families give the same
 * bits.
 */
enum Family {
  /** A work-group computes a row. */
  GROUP,
  /** A work-group computes a segment of a row; the segments are put together in a step between. */
  GROUP_SPLIT,
  /** A work-item computes a row. */
  ITEM,
  /** A work-item computes a segment of a row; the segments are put together in a step between. */
  ITEM_SPLIT,
  /** A work-item computes several rows side by side, one to each element of a vector. */
  ABREAST,
  /** A work-item computes rows that are so short that one vector holds several. */
  SHORT;

  /** From this many columns on, a row is worth the steps between. */
  private static final long LONG_ROW = 16 * Softmax.SEGMENT;

  /** Below so many interleaved rows, it takes less to collect the columns of each by itself. */
  private static final long THIN = 5;

  /** The elements of a GPU's widest access, of 16 bytes. */
  private static final int GPU_WIDTH = 4;

  /** The family for a device and rows. */
  static Family of(ClDevice device, Rows rows) {
    boolean few = rows.count() < 2L * device.description().computeUnits();
    boolean split = few && rows.columns() >= LONG_ROW;
    if (of(device) == GROUP) {
      // A long row is too many iterations for llvmpipe: see ClDevice.mostGroups.
      boolean processor = device.description().type() == Device.Type.CPU;
      return split || (processor && rows.columns() >= LONG_ROW) ? GROUP_SPLIT : GROUP;
    }
    if (split) {
      return ITEM_SPLIT;
    }
    if (rows.contiguous()) {
      return SHORT.takes(device, rows) ? SHORT : ITEM;
    }
    return rows.inner() < THIN ? ITEM : ABREAST;
  }

  /** Whether this family's kernels are written for such rows. */
  boolean takes(ClDevice device, Rows rows) {
    int width = width(device);
    return this != SHORT || (width > 1 && rows.contiguous() && rows.columns() <= width);
  }

  /** The family for a device's elementwise kernels. */
  static Family of(ClDevice device) {
    return device.description().type() == Device.Type.CPU && device.vectorWidth() > 1
        ? ITEM
        : GROUP;
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
    boolean processor = device.description().type() == Device.Type.CPU;
    return processor ? Math.min(GPU_WIDTH, device.vectorWidth()) : GPU_WIDTH;
  }

  /** The same for rows: no wider than need be for those that are interleaved. */
  int width(ClDevice device, Rows rows) {
    boolean narrow = this == ABREAST && rows.inner() <= device.vectorWidth();
    return narrow ? device.vectorWidth() : width(device);
  }

  /** Whether work-groups, not work-items, are the units of work. */
  boolean groups() {
    return this == GROUP || this == GROUP_SPLIT;
  }

  /** Whether rows are split into segments. */
  boolean splits() {
    return this == GROUP_SPLIT || this == ITEM_SPLIT;
  }
}
