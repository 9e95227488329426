package org.hillock.bench.speed;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.hillock.Hillock;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;
import org.hillock.op.Operation;
import org.hillock.op.Shape;

/**
 * Times operations on one device. All cells are run in turn, round after round, so that a machine
 * that slows down slows all of them; the medians are compared.
 *
 * @param operations what to time
 * @param directions which ways
 * @param shape the shape of the data
 * @param secondsPerCell how long to time each cell, about; half as long again goes into warming up
 * @param statistics whether to time calls on tensors once more, with statistics of them, and of
 *     their units where there are such
 */
public record SpeedTest(
    List<Operation> operations,
    List<Direction> directions,
    Shape shape,
    double secondsPerCell,
    boolean statistics) {

  private static final int LEAST_ROUNDS = 3;
  private static final int LEAST_WARM_UP_ROUNDS = 1;
  private static final int MOST_ROUNDS = 10_000;

  /**
   * Times on a device.
   *
   * @param hillock the device
   * @param progress told the share of the work done since it was last told, in parts of {@link
   *     #progressSteps()}
   * @return the results, the copies first
   */
  public List<SpeedResult> run(Hillock hillock, LongConsumer progress) {
    try (Workload workload = new Workload(hillock, shape)) {
      List<Cell> cells = cells(workload);
      Clock clock = new Clock(progress);
      double budget = secondsPerCell * cells.size() * 1e9;
      rounds(cells, LEAST_WARM_UP_ROUNDS, budget / 2, Cell::warmUp, clock);
      rounds(cells, LEAST_ROUNDS, budget, Cell::run, clock);
      double copy = cells.get(0).gigabytesPerSecond();
      double hostCopy = cells.get(1).gigabytesPerSecond();
      return cells.stream()
          .map(cell -> cell.result(shape.toString(), cell.onHost() ? hostCopy : copy))
          .toList();
    }
  }

  /**
   * The number of steps that progress counts to.
   *
   * @return milliseconds of timing and warming up, about
   */
  public long progressSteps() {
    long watched = operations.stream().filter(this::hasUnits).count() + operations.size();
    long ofOperations = 2L * operations.size() + (statistics ? watched : 0);
    long cells = 2 + ofOperations * directions.size();
    return (long) (1.5 * secondsPerCell * cells * 1e3);
  }

  private boolean hasUnits(Operation operation) {
    return operation instanceof Elementwise && shape.rank() > 1;
  }

  private List<Cell> cells(Workload workload) {
    List<Cell> cells = new ArrayList<>();
    cells.add(workload.residentCopy());
    cells.add(workload.hostCopy());
    for (Operation operation : operations) {
      for (Direction direction : directions) {
        cells.add(workload.resident(operation, direction));
        cells.add(workload.host(operation, direction));
        if (statistics) {
          cells.add(workload.watched(operation, direction, false));
        }
        if (statistics && hasUnits(operation)) {
          cells.add(workload.watched(operation, direction, true));
        }
      }
    }
    return cells;
  }

  /** Runs all cells in turn, a least number of times, until the time is over. */
  private static void rounds(
      List<Cell> cells, int least, double budgetNanos, Timed timed, Clock clock) {
    double spent = 0;
    for (int round = 0; round < least || (spent < budgetNanos && round < MOST_ROUNDS); round++) {
      for (Cell cell : cells) {
        long nanos = timed.call(cell);
        spent += nanos;
        clock.add(nanos);
      }
    }
  }

  private interface Timed {
    long call(Cell cell);
  }

  /** Turns nanoseconds into steps of progress. */
  private static final class Clock {

    private final LongConsumer progress;
    private long nanos;

    Clock(LongConsumer progress) {
      this.progress = progress;
    }

    void add(long more) {
      long before = nanos / 1_000_000;
      nanos += more;
      if (nanos / 1_000_000 > before) {
        progress.accept(nanos / 1_000_000 - before);
      }
    }
  }
}
