package org.hillock.bench.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.hillock.Hillock;
import org.hillock.backend.Backend;
import org.hillock.backend.Bits;
import org.hillock.backend.Device;
import org.hillock.backend.MismatchException.Mismatch;

/** Compares a device's results with the reference's, bit by bit. */
public final class Verifier {

  /** More say nothing new. */
  private static final int MOST_FAILURES = 50;

  private final Hillock hillock;
  private final Device device;
  private final Backend reference;
  private final List<DeviceReport.Failure> failures = new ArrayList<>();
  private int cases;
  private int mismatches;
  private int errors;
  private long elements;

  private Verifier(Hillock hillock, Backend reference) {
    this.hillock = hillock;
    this.device = hillock.device();
    this.reference = reference;
  }

  /**
   * Has a device compute problems.
   *
   * @param hillock the device
   * @param reference whose results are right
   * @param problems what to compute
   * @param progress told the number of cases done since it was last told
   * @return what came of it
   */
  public static DeviceReport verify(
      Hillock hillock, Backend reference, List<Problem> problems, LongConsumer progress) {
    Verifier verifier = new Verifier(hillock, reference);
    long start = System.nanoTime();
    for (Problem problem : problems) {
      verifier.verify(problem);
      progress.accept(problem.placements().size());
    }
    return verifier.report((System.nanoTime() - start) / 1_000_000);
  }

  private void verify(Problem problem) {
    Problem.Solved solved = problem.solve(reference, device.denormals());
    for (Placement placement : problem.placements()) {
      cases++;
      elements += solved.expected().length;
      try {
        compare(solved, placement, placement.run(hillock, solved));
      } catch (RuntimeException e) {
        errors++;
        fail(problem, placement, e.toString());
      }
    }
  }

  private void compare(Problem.Solved solved, Placement placement, float[] actual) {
    float[] expected = solved.expected();
    int first = -1;
    int different = 0;
    for (int i = 0; i < expected.length; i++) {
      if (!Bits.same(expected[i], actual[i], device.denormals())) {
        first = first < 0 ? i : first;
        different++;
      }
    }
    if (different > 0) {
      mismatches++;
      Problem problem = solved.problem();
      Mismatch mismatch =
          new Mismatch(
              problem.operation().label(),
              problem.direction(),
              first,
              solved.first()[first],
              expected[first],
              actual[first],
              device.toString());
      fail(
          problem,
          placement,
          "%d of %d elements differ: %s".formatted(different, expected.length, mismatch));
    }
  }

  private void fail(Problem problem, Placement placement, String message) {
    if (failures.size() < MOST_FAILURES) {
      failures.add(
          new DeviceReport.Failure(
              problem.operation().label(),
              problem.direction().name(),
              problem.shape().toString(),
              placement.name(),
              message));
    }
  }

  private DeviceReport report(long millis) {
    return new DeviceReport(
        device.id(),
        device.name(),
        cases,
        mismatches,
        errors,
        elements,
        device.denormals(),
        millis,
        failures);
  }
}
