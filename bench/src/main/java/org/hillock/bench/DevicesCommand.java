package org.hillock.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.hillock.Hillock;
import org.hillock.backend.Device;
import org.hillock.backend.DeviceException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code devices}: what there is to compute on, and what is chosen. */
@Command(
    name = "devices",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Lists the devices, and which one is used when none is asked for.",
    footer = {
      "",
      "JSON: {\"chosen\":{\"id\",\"name\"},\"choice\",\"devices\":[{\"id\",\"name\",",
      "  \"platform\",\"driver\",\"version\",\"type\",\"computeUnits\",\"memoryBytes\",",
      "  \"maxAllocationBytes\",\"fma\",\"denormals\",\"correctlyRoundedDivide\"}],",
      "  \"openClUnavailable\":null|\"why\",\"refusals\":[\"why\"]}"
    })
final class DevicesCommand implements Callable<Integer> {

  @Mixin private JsonOption json = new JsonOption();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  /** What the command finds out. */
  record Result(
      Devices.Named chosen,
      String choice,
      List<Device> devices,
      @Nullable String openClUnavailable,
      List<String> refusals) {

    /** Prints every device and the choice, the devices also when the choice cannot be had. */
    static Result show(CommandSpec spec) {
      PrintWriter out = spec.commandLine().getOut();
      List<Device> devices = Hillock.devices();
      Result result;
      try (Hillock hillock = Devices.open(spec, null)) {
        result =
            new Result(
                Devices.Named.of(hillock.device()),
                hillock.choice(),
                devices,
                Devices.openClUnavailable(),
                Hillock.refusals());
      } catch (ParameterException | DeviceException e) {
        printTable(out, devices, null);
        throw e;
      }
      result.print(out);
      return result;
    }

    private void print(PrintWriter out) {
      printTable(out, devices, chosen);
      out.println("* " + choice);
      if (openClUnavailable != null && !choice.contains(openClUnavailable)) {
        out.println("OpenCL cannot be used: " + openClUnavailable);
      }
      out.println(CacheCommand.line());
      out.flush();
    }

    private static void printTable(
        PrintWriter out, List<Device> devices, Devices.@Nullable Named chosen) {
      Table table =
          new Table(
              "",
              "id",
              "name",
              "platform",
              "driver",
              "type",
              "units",
              "memory",
              "fma",
              "subnormals");
      for (Device device : devices) {
        table.row(
            chosen != null && device.id().equals(chosen.id()) ? "*" : "",
            device.id(),
            device.name(),
            device.platform(),
            device.driver(),
            device.type(),
            device.computeUnits(),
            gibibytes(device.memoryBytes()),
            device.fma() ? "yes" : "no",
            device.denormals() ? "kept" : "count as zero");
      }
      table.print(out);
      out.println();
      for (String refusal : Hillock.refusals()) {
        out.println(refusal);
      }
      out.flush();
    }

    private static String gibibytes(long bytes) {
      return String.format(Locale.ROOT, "%.1f GiB", bytes / 0x1p30);
    }
  }

  @Override
  public Integer call() throws Exception {
    json.check();
    Result result = Result.show(spec);
    json.write(result);
    return 0;
  }
}
