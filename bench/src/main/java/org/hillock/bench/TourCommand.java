package org.hillock.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.hillock.Hillock;
import org.hillock.backend.Device;
import org.hillock.backend.DeviceException;
import org.hillock.bench.speed.SpeedTest;
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
    DevicesCommand.Result devices = DevicesCommand.Result.gather(spec);
    devices.print(out);
    heading(out, "Verification: every operation, bit by bit against the CPU implementation");
    VerifyCommand.Result verification = VerifyCommand.everyDevice(quick);
    verification.print(out);
    heading(out, "Speed, a glance (hillock bench takes its time)");
    List<BenchCommand.Result> benchmarks =
        benchmarks(devices.devices(), quick ? 0 : SECONDS_PER_CELL, out);
    Result result = new Result(devices, verification, benchmarks, verification.ok());
    summarize(result, out);
    json.write(result);
    return result.ok() ? 0 : 1;
  }

  /** Times every device that can be opened; verification has already told of the others. */
  private static List<BenchCommand.Result> benchmarks(
      List<Device> devices, double seconds, PrintWriter out) {
    SpeedTest test =
        new SpeedTest(BenchCommand.allOperations(), List.of(Direction.values()), SHAPE, seconds);
    List<BenchCommand.Result> results = new ArrayList<>();
    for (Device device : devices) {
      try (Hillock hillock = Hillock.open(device.id())) {
        BenchCommand.Result result = BenchCommand.measure(hillock, test);
        result.print(out);
        out.println();
        results.add(result);
      } catch (DeviceException e) {
        out.println(device + " was not timed: " + e.getMessage());
      }
    }
    return results;
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
