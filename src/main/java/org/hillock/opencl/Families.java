package org.hillock.opencl;

import org.hillock.op.Rows;
import org.hillock.op.Softmax;

/**
 * The table that chooses a family of kernels. A processor's cores want long vectors and a whole row
 * each. A GPU wants neighbouring work-items on neighbouring elements, each row read once, and
 * enough groups; and so does a driver for processors that itself puts work-items side by side in a
 * vector (it reports vectors of one float; given wider ones, it compiles for minutes), but for what
 * is long to compile.
 */
final class Families {

  /** From this many columns on, a row is worth the steps between. */
  private static final long LONG_ROW = 16 * Softmax.SEGMENT;

  /** Below so many interleaved rows, it takes less to collect the columns of each by itself. */
  private static final long THIN = 5;

  /** So many neighbours fill the least that a GPU reads at a time, of 32 bytes. */
  private static final long SECTOR = 8;

  private final ClDevice device;
  private final Tuning tuning;

  Families(ClDevice device, Tuning tuning) {
    this.device = device;
    this.tuning = tuning;
  }

  /** The family for elementwise kernels: the units of work are items or groups. */
  Family elementwise() {
    return device.processor() && device.vectorWidth() > 1 ? Family.ITEM : Family.GROUP;
  }

  /** The family for rows. */
  Family of(Rows rows) {
    if (!device.processor()) {
      return ofGpu(rows);
    }
    return device.vectorWidth() > 1 ? ofProcessor(rows) : ofLanes(rows);
  }

  private Family ofGpu(Rows rows) {
    if (!rows.contiguous()) {
      if (rows.count() < device.description().computeUnits() && rows.columns() >= LONG_ROW) {
        return Family.GROUP_SPLIT;
      }
      return rows.inner() >= SECTOR ? Family.DOWN : Family.GROUP;
    }
    if (Family.TINY.takes(device, rows)) {
      return Family.TINY;
    }
    if (Family.TEAM.takes(device, rows)) {
      return Family.TEAM;
    }
    int units = device.description().computeUnits();
    boolean few = rows.count() < units || !Family.HELD.takes(device, rows);
    return few && rows.columns() >= tuning.get(Knob.SPLIT_COLUMNS)
        ? Family.GROUP_SPLIT
        : Family.HELD;
  }

  private Family ofProcessor(Rows rows) {
    if (few(rows) && rows.columns() >= LONG_ROW) {
      return Family.ITEM_SPLIT;
    }
    if (rows.contiguous()) {
      return Family.SHORT.takes(device, rows) ? Family.SHORT : Family.ITEM;
    }
    return rows.inner() < THIN ? Family.ITEM : Family.ABREAST;
  }

  /** A long row is too many iterations for llvmpipe: see {@link ClDevice#mostGroups}. */
  private static Family ofLanes(Rows rows) {
    return rows.columns() >= LONG_ROW ? Family.GROUP_SPLIT : Family.GROUP;
  }

  private boolean few(Rows rows) {
    return rows.count() < 2L * device.description().computeUnits();
  }
}
