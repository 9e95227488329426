package org.hillock.opencl;

import java.util.List;

/** A size of a device's kernels that changes their speed and nothing else. */
enum Knob {
  /** The work-items of a group of an activation. */
  GROUP(64, 128, 256, 512, 1024),
  /** The vectors that each of them has on its way at a time. */
  VECTORS(1, 2, 4, 8),
  /** The vectors that a work-item takes one behind the other where it is the unit of work. */
  STRETCH(16, 32, 64, 128, 256, 512),
  /** The work-items of a group that takes several rows. */
  TEAM_GROUP(32, 64, 128, 256),
  /** The teams of 64 work-items at most that hold a row's segments, forward. */
  TEAMS_FORWARD(1, 2, 4, 8, 16),
  /** The same backward, which holds two inputs. */
  TEAMS_BACKWARD(1, 2, 4, 8),
  /** The groups that are started at most for each compute unit; each goes on to further work. */
  GROUPS_PER_UNIT(8, 32, 256, 4096),
  /** From this length on, rows that are too few for the device are split over groups. */
  SPLIT_COLUMNS(8192, 16_384, 32_768, 65_536, 131_072);

  private final List<Integer> candidates;

  Knob(Integer... candidates) {
    this.candidates = List.of(candidates);
  }

  /** What is worth trying, rising. */
  List<Integer> candidates() {
    return candidates;
  }
}
