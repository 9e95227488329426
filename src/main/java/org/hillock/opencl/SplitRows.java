package org.hillock.opencl;

import java.util.HashMap;
import java.util.Map;
import org.hillock.op.Rows;
import org.hillock.op.Softmax;
import org.jocl.cl_command_queue;

/**
 * Runs {@code softmax_split.cl}: a unit of work for each segment of a row, and for each row between
 * the walks.
 */
final class SplitRows implements RowKernels {

  private final Engine engine;
  private final RowDevice on;
  private final Family family;
  private final Map<cl_command_queue, Memory> scratches = new HashMap<>();

  SplitRows(Engine engine, RowDevice on, Family family) {
    this.engine = engine;
    this.on = on;
    this.family = family;
  }

  /**
   * Queues it. A queue runs in order, so all calls on one can share one scratch memory: each queues
   * all its steps at once.
   */
  @Override
  public synchronized void run(RowCall call) {
    Rows rows = call.rows();
    long count = rows.count();
    long segments = (rows.columns() - 1) / Softmax.SEGMENT + 1;
    long all = Math.multiplyExact(count, segments);
    Memory partial = scratch(call.queue().handle(), (2 * count + all) * Float.BYTES, rows);
    Units units = Units.of(on.device(), family);
    Program program = UnitRows.program(on, family, units, call, "softmax_split.cl");
    Steps steps = new Steps(call, units, program, partial, all, segments);
    if (call.forward()) {
      steps.forward();
    } else {
      steps.backward();
    }
  }

  private Memory scratch(cl_command_queue queue, long bytes, Rows rows) {
    Memory held = scratches.get(queue);
    if (held == null || held.bytes() < bytes) {
      Memory larger = Memory.take(engine, bytes, "the sums of %d rows".formatted(rows.count()));
      if (held != null) {
        held.release();
      }
      scratches.put(queue, larger);
      return larger;
    }
    return held;
  }

  /** The steps of one call. */
  private record Steps(
      RowCall call, Units units, Program program, Memory partial, long all, long segments) {

    void forward() {
      Rows rows = call.rows();
      float inverseT = call.softmax().inverseTemperature();
      each("segment_maximum", call.in(), partial, rows.count(), rows.columns(), rows.inner());
      row("row_maximum");
      each(
          "segment_exponential_sum",
          call.in(),
          call.out(),
          partial,
          rows.count(),
          rows.columns(),
          rows.inner(),
          inverseT);
      row("row_sum");
      each(
          "segment_result",
          call.in(),
          call.out(),
          partial,
          rows.count(),
          rows.columns(),
          rows.inner(),
          inverseT);
    }

    void backward() {
      Rows rows = call.rows();
      each(
          "segment_gradient_sum",
          call.in(),
          call.gradient(),
          partial,
          rows.count(),
          rows.columns(),
          rows.inner());
      row("row_sum");
      each(
          "segment_gradient",
          call.in(),
          call.gradient(),
          call.out(),
          partial,
          rows.count(),
          rows.columns(),
          rows.inner(),
          call.softmax().inverseTemperature());
    }

    /** A unit for each segment. */
    private void each(String kernel, Object... arguments) {
      long elements = Math.min(call.rows().columns(), Softmax.SEGMENT);
      units.run(call.queue(), program.kernel(kernel), all, elements, arguments);
    }

    /** A unit for each row. */
    private void row(String kernel) {
      long count = call.rows().count();
      units.run(call.queue(), program.kernel(kernel), count, segments, partial, count, segments);
    }
  }
}
