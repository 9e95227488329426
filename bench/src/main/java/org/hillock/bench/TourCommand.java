package org.hillock.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.hillock.Hillock;
import org.hillock.backend.Device;
import org.hillock.backend.DeviceException;
import org.hillock.bench.speed.SpeedTest;
import org.hillock.bench.verify.DeviceReport;
import org.hillock.op.Direction;
import org.hillock.op.Shape;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The main job, without a command: devices, verification of every one, and a short benchmark. */
class TourCommand implements Callable<Integer> {

  /** Small enough for a software driver to be timed on in seconds. */
  private static final Shape SHAPE = Shape.of(512, 1024);

  private static final double SECONDS_PER_CELL = 0.05;

  @Option(names = "--quick", description = "A first look: few and small cases only.")
  private boolean quick;

  @Mixin private JsonOption json = new JsonOption();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  /** What was found. */
  record Result(
      DevicesCommand.Result devices,
      VerifyCommand.Result verification,
      List<BenchCommand.Result> benchmarks,
      boolean ok) {}

  @Override
  public Integer call() throws Exception {
    json.check();
    PrintWriter out = spec.commandLine().getOut();
    heading(out, "Devices");
    DevicesCommand.Result devices = DevicesCommand.Result.show(spec);
    List<DeviceReport> reports = new ArrayList<>();
    List<BenchCommand.Result> benchmarks = new ArrayList<>();
    for (Device device : devices.devices()) {
      reports.add(visit(device, benchmarks));
    }
    VerifyCommand.Result verification = new VerifyCommand.Result(reports);
    Result result = new Result(devices, verification, benchmarks, verification.ok());
    print(result, out);
    json.write(result);
    return result.ok() ? 0 : 1;
  }

  /** Verifies and times a device; one that fails on the way keeps what it was found good for. */
  private DeviceReport visit(Device device, List<BenchCommand.Result> benchmarks) {
    DeviceReport report = null;
    try (Hillock hillock = Hillock.open(device.id())) {
      report = VerifyCommand.verify(hillock, quick);
      benchmarks.add(BenchCommand.measure(hillock, speedTest()));
      return report;
    } catch (DeviceException | IllegalArgumentException e) {
      return report == null
          ? VerifyCommand.unusable(device, e)
          : report.thenFailed("timing: " + e.getMessage());
    }
  }

  private SpeedTest speedTest() {
    return new SpeedTest(
        BenchCommand.allOperations(),
        List.of(Direction.values()),
        SHAPE,
        quick ? 0 : SECONDS_PER_CELL,
        false);
  }

  private static void print(Result result, PrintWriter out) {
    heading(out, "Verification: every operation, bit by bit against the CPU implementation");
    result.verification().print(out);
    heading(out, "Speed, a glance (hillock bench takes its time)");
    for (BenchCommand.Result benchmark : result.benchmarks()) {
      benchmark.print(out);
      out.println();
    }
    summarize(result, out);
  }

  private static void summarize(Result result, PrintWriter out) {
    int cases = result.verification().devices().stream().mapToInt(report -> report.cases()).sum();
    out.printf(
        result.ok()
            ? "All is well: %d results, all with the bits of the CPU implementation; devices: %d.%n"
            : "Not all is well: some of %d results differ or failed, see above; devices: %d.%n",
        cases,
        result.verification().devices().size());
    out.flush();
  }

  private static void heading(PrintWriter out, String text) {
    out.println();
    out.println(text);
    out.println("-".repeat(text.length()));
    out.flush();
  }
}
