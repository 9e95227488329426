package org.hillock.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.hillock.Hillock;
import org.hillock.backend.Backend;
import org.hillock.backend.Device;
import org.hillock.backend.DeviceException;
import org.hillock.bench.verify.DeviceReport;
import org.hillock.bench.verify.Problem;
import org.hillock.bench.verify.Problems;
import org.hillock.bench.verify.Verifier;
import org.hillock.cpu.CpuBackend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code verify}: every operation on a device, compared with the CPU implementation bit by bit. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Compares every operation's bits with the CPU implementation's.",
    description = {
      "",
      "Computes every operation, forward and backward, on awkward shapes and special values, in arrays,"
          + " in place and in tensors, and compares every bit with the CPU implementation's."
          + " The CPU implementation itself is compared with another number of its threads.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  hillock verify                       every device",
      "  hillock verify --device opencl:0:0   one of them",
      "",
      "JSON: {\"devices\":[{\"id\",\"name\",\"cases\",\"mismatches\",\"errors\",",
      "  \"elements\",\"denormals\",\"millis\",\"failures\":[{\"op\",\"direction\",\"shape\",",
      "  \"placement\",\"message\"}]}]}",
      "Exit status 1 on any mismatch, error, or device that cannot be opened."
    })
final class VerifyCommand implements Callable<Integer> {

  private static final String ALL = "all";

  /**
   * The CPU implementation is its own reference on another number of threads: 1, or this where it
   * has only 1.
   */
  private static final int OTHER_THREADS = 7;

  @Option(
      names = "--device",
      paramLabel = "ID|NAME|all",
      defaultValue = ALL,
      description =
          "An id such as opencl:0:0, a part of a device's name, cpu, gpu, or all. Default: all.")
  private String device = ALL;

  @Option(
      names = "--quick",
      description = "A few dozen small cases, for a simulator such as Oclgrind.")
  private boolean quick;

  @Mixin private JsonOption json = new JsonOption();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  /** What was found on every device. */
  record Result(List<DeviceReport> devices) {

    boolean ok() {
      return !devices.isEmpty() && devices.stream().allMatch(DeviceReport::ok);
    }

    void print(PrintWriter out) {
      Table table =
          new Table("id", "name", "cases", "elements", "mismatches", "errors", "seconds", "");
      for (DeviceReport report : devices) {
        table.row(
            report.id(),
            report.name(),
            report.cases(),
            report.elements(),
            report.mismatches(),
            report.errors(),
            String.format(Locale.ROOT, "%.1f", report.millis() / 1e3),
            verdict(report));
      }
      table.print(out);
      for (DeviceReport report : devices) {
        for (DeviceReport.Failure failure : report.failures()) {
          out.printf(
              "%s: %s %s %s %s: %s%n",
              report.id(),
              failure.op(),
              failure.direction(),
              failure.shape(),
              failure.placement(),
              failure.message());
        }
      }
      out.flush();
    }

    private static String verdict(DeviceReport report) {
      String equal = report.denormals() ? "same bits" : "same bits, subnormals left out";
      return report.ok() ? equal : "FAILED";
    }
  }

  @Override
  public Integer call() throws Exception {
    json.check();
    Result result =
        ALL.equalsIgnoreCase(device) ? everyDevice(quick) : new Result(List.of(oneDevice()));
    result.print(spec.commandLine().getOut());
    json.write(result);
    return result.ok() ? 0 : 1;
  }

  /** Verifies every device there is. */
  private static Result everyDevice(boolean quick) {
    List<DeviceReport> reports = new ArrayList<>();
    for (Device device : Hillock.devices()) {
      try (Hillock hillock = Hillock.open(device.id())) {
        reports.add(verify(hillock, quick));
      } catch (DeviceException | IllegalArgumentException e) {
        reports.add(unusable(device, e));
      }
    }
    return new Result(reports);
  }

  /** What is said of a device that cannot be used. */
  static DeviceReport unusable(Device device, RuntimeException e) {
    return DeviceReport.unusable(device.id(), device.name(), String.valueOf(e.getMessage()));
  }

  private DeviceReport oneDevice() {
    try (Hillock hillock = Devices.open(spec, device)) {
      return verify(hillock, quick);
    } catch (DeviceException e) {
      return DeviceReport.unusable(device, device, String.valueOf(e.getMessage()));
    }
  }

  /** Verifies an open device. */
  static DeviceReport verify(Hillock hillock, boolean quick) {
    List<Problem> problems = quick ? Problems.quick() : Problems.full();
    boolean single = hillock.device().computeUnits() == 1;
    try (Backend reference = CpuBackend.open(single ? OTHER_THREADS : 1);
        Progress progress =
            Progress.start("Verifying " + hillock.device().id(), Problems.cases(problems))) {
      return Verifier.verify(hillock, reference, problems, progress::advance);
    }
  }
}
