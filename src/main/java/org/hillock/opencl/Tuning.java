package org.hillock.opencl;

import java.util.Locale;
import org.hillock.op.Direction;

/**
 * The sizes of a device's kernels that change its speed and nothing else. A seed stands for devices
 * nobody has tuned yet; see {@link Tuner}.
 *
 * @param group the work-items of a group of an activation
 * @param vectors the vectors of four that each of them takes at a time
 * @param teamGroup the work-items of a group that takes several rows
 * @param teamsForward the teams of 64 work-items at most that hold a row's segments, forward
 * @param teamsBackward the same backward, which holds two inputs
 * @param groupsPerUnit the groups that are started at most for each compute unit, each going on to
 *     further work
 * @param splitColumns from this length on, rows that are too few for the device are split over
 *     groups
 */
record Tuning(
    int group,
    int vectors,
    int teamGroup,
    int teamsForward,
    int teamsBackward,
    int groupsPerUnit,
    int splitColumns) {

  /**
   * Registers for 512 work-items of some 100, and 256 of some 200, as NVIDIA's have since Kepler.
   */
  private static final Tuning NVIDIA = new Tuning(256, 2, 128, 8, 4, 4096, 32_768);

  /** Groups of 256 at most; a wave is 64 work-items, or 32. */
  private static final Tuning AMD = new Tuning(256, 2, 128, 4, 4, 4096, 32_768);

  /** Few registers for each of many threads. */
  private static final Tuning INTEL = new Tuning(256, 1, 64, 4, 2, 4096, 16_384);

  private static final Tuning ANY = new Tuning(256, 1, 64, 4, 2, 1024, 32_768);

  /** A processor whose driver puts work-items side by side: what is least work to compile. */
  private static final Tuning PROCESSOR = new Tuning(256, 1, 64, 2, 2, 1024, 65_536);

  /** What to begin with, by who made a device. */
  static Tuning seed(ClDevice device) {
    if (device.processor()) {
      return PROCESSOR;
    }
    String vendor = device.vendor().toLowerCase(Locale.ROOT);
    if (vendor.contains("nvidia")) {
      return NVIDIA;
    }
    if (vendor.contains("amd") || vendor.contains("advanced micro devices")) {
      return AMD;
    }
    return vendor.contains("intel") ? INTEL : ANY;
  }

  /** The teams that a row's segments are held by at most. */
  int teams(Direction direction) {
    return direction == Direction.FORWARD ? teamsForward : teamsBackward;
  }
}
