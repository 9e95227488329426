package org.hillock.opencl;

import org.hillock.op.Rows;
import org.hillock.op.Softmax;

/**
 * Runs {@code softmax_held_forward.cl} and {@code softmax_held_backward.cl}: contiguous rows in the
 * registers of teams of work-items.
 */
final class HeldRows implements RowKernels {

  /** Rows up to this length are for a team of {@link #SMALL_TEAM}, which one subgroup may be. */
  private static final int SMALL_ROW = 2048;

  private static final int SMALL_TEAM = 32;
  private static final int LARGE_TEAM = 64;
  private static final int LEAST_TEAM = 8;

  /** The longest row: local memory for the sums of its segments fits every device. */
  static final long MOST_COLUMNS = 1024L * Softmax.SEGMENT;

  private final RowDevice on;
  private final Exchange exchange;
  private final boolean several;

  /**
   * Kernels for one device.
   *
   * @param several whether a group takes several rows, of a segment at most, by a team each; else
   *     it takes one row by several teams
   */
  HeldRows(RowDevice on, Exchange exchange, boolean several) {
    this.on = on;
    this.exchange = exchange;
    this.several = several;
  }

  @Override
  public void run(RowCall call) {
    Rows rows = call.rows();
    int width = Family.GPU_WIDTH;
    if (!call.aligned(width) || rows.columns() % width != 0) {
      width = 1;
    }
    long segments = (rows.columns() - 1) / Softmax.SEGMENT + 1;
    int team = team(rows.columns(), width);
    long most = on.device().maxGroup() / team;
    int teams =
        (int)
            Math.min(
                segments,
                Math.min(
                    most,
                    on.tuning().get(call.forward() ? Knob.TEAMS_FORWARD : Knob.TEAMS_BACKWARD)));
    int together =
        several ? (int) Math.max(1, Math.min(most, on.tuning().get(Knob.TEAM_GROUP) / team)) : 1;
    int group = team * teams * together;
    Program program =
        on.along(
            exchange
                .options(call.options(width, false), team)
                .define("TEAMS", teams)
                .define("TOGETHER", together)
                .define("VECTORS", vectors(rows.columns(), team * width))
                .define("MORE", segments > teams)
                .define("PARTS", Long.highestOneBit(2 * segments - 1)),
            "team.cl",
            "held.cl",
            "softmax_held_" + call.kernel() + ".cl");
    long groups = on.groups(RowKernels.divideUp(rows.count(), together));
    program
        .kernel(call.kernel())
        .run(
            call.queue(),
            groups,
            group,
            call.arguments(rows.count(), rows.columns(), call.softmax().inverseTemperature()));
  }

  /** The work-items for a segment: no more than it has vectors. */
  private int team(long columns, int width) {
    long wanted = columns > SMALL_ROW ? LARGE_TEAM : SMALL_TEAM;
    long vectors = Math.max(LEAST_TEAM, RowKernels.divideUp(columns, width));
    long enough = Math.min(wanted, Long.highestOneBit(2 * vectors - 1));
    return (int) Math.min(enough, Long.highestOneBit(on.device().maxGroup()));
  }

  /**
   * How many vectors a work-item holds, rounded up to a number with one or two leading bits: so
   * that a handful of programs serves all lengths, none of which wastes more than a third of the
   * registers.
   */
  static long vectors(long columns, int teamWidth) {
    long needed = RowKernels.divideUp(Math.min(columns, Softmax.SEGMENT), teamWidth);
    long power = Long.highestOneBit(needed);
    if (needed == power) {
      return needed;
    }
    return needed <= power + power / 2 ? power + power / 2 : 2 * power;
  }
}
