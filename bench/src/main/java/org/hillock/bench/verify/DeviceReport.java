package org.hillock.bench.verify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What verifying a device found.
 *
 * @param id the device's id
 * @param name its name
 * @param cases how many results were compared
 * @param mismatches how many of them differed in at least one element
 * @param errors how many ended in an exception
 * @param elements how many elements were compared
 * @param denormals whether the device keeps subnormals; where it does not, a subnormal and a zero
 *     counted as equal
 * @param millis how long it took
 * @param failures the first mismatches and errors
 */
public record DeviceReport(
    String id,
    String name,
    int cases,
    int mismatches,
    int errors,
    long elements,
    boolean denormals,
    long millis,
    List<Failure> failures) {

  /**
   * A device that could not be opened, or gave up on the way.
   *
   * @param id the device's id
   * @param name its name
   * @param message why
   * @return a report with that one failure
   */
  public static DeviceReport unusable(String id, String name, String message) {
    return new DeviceReport(
        id, name, 0, 0, 1, 0, true, 0, List.of(new Failure("-", "-", "-", "-", message)));
  }

  /**
   * The same device, had it failed after all was compared.
   *
   * @param message what it failed at and why
   * @return this report with one error more
   */
  public DeviceReport thenFailed(String message) {
    List<Failure> all = new ArrayList<>(failures);
    all.add(new Failure("-", "-", "-", "-", message));
    return new DeviceReport(
        id,
        name,
        cases,
        mismatches,
        errors + 1,
        elements,
        denormals,
        millis,
        Collections.unmodifiableList(all));
  }

  /**
   * Whether the device may be believed.
   *
   * @return whether there was something to compare and nothing differed or failed
   */
  public boolean ok() {
    return cases > 0 && mismatches == 0 && errors == 0;
  }

  /**
   * One mismatch or error.
   *
   * @param op the operation's label
   * @param direction forward or backward
   * @param shape the shape of the data
   * @param placement where inputs and result lay
   * @param message the first element that differs, or the exception
   */
  public record Failure(
      String op, String direction, String shape, String placement, String message) {}
}
