package org.hillock.opencl;

import org.hillock.op.Softmax;

/**
 * Units of work and how many of them run at a time. A unit is a work-group of {@code items}
 * work-items, or a single work-item.
 *
 * @param items the work-items of a unit, a power of two
 * @param most the most units that are started; each goes on to further work
 */
record Units(int items, long most) {

  /** A work-item has four neighbouring lanes, or a multiple where groups cannot be as large. */
  private static final int GROUP = Softmax.LANES / 4;

  private static final long GROUPS_PER_COMPUTE_UNIT = 32;

  /**
   * Single work-items are run in groups of one of two sizes, since some drivers compile a kernel
   * anew for each size: alone, or many when each has little to do and enough are left to share out.
   */
  private static final long MANY = 64;

  private static final long LITTLE = 1024;

  private static final long ENOUGH = 64 * MANY;

  static Units of(ClDevice device, Family family) {
    if (!family.groups()) {
      return new Units(1, Long.MAX_VALUE);
    }
    int items = (int) Math.min(GROUP, Long.highestOneBit(device.maxGroup()));
    return new Units(items, device.mostGroups(GROUPS_PER_COMPUTE_UNIT));
  }

  /** Queues a kernel over a number of units, each of which has about so many elements to do. */
  void run(Queue queue, Kernel kernel, long units, long elements, Object... arguments) {
    if (items > 1) {
      kernel.run(queue, Math.min(units, most), items, arguments);
    } else {
      boolean together = elements <= LITTLE && units >= ENOUGH;
      long group = together ? Math.min(MANY, kernel.maxGroup()) : 1;
      kernel.run(queue, RowKernels.divideUp(units, group), group, arguments);
    }
  }
}
