package org.hillock.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.hillock.Hillock;
import org.hillock.backend.Device;
import org.hillock.backend.UserCache;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tune}: the sizes of kernels that make a device fastest. */
@Command(
    name = "tune",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Searches for the kernel sizes that make an OpenCL device fastest, and keeps them.",
    description =
        "%nA line for each size: what was tried, how long it takes as a share of what stood"
            + " before, and what is taken; what is not 3 percent faster, twice, is left. The"
            + " results stay the same bits. What is found holds for this device and driver, and"
            + " is kept in the user's cache folder (hillock cache --clear forgets it).%n",
    footer = {
      "",
      "Example: hillock tune --device opencl:0:0",
      "",
      "JSON: {\"device\":{\"id\",\"name\"},\"found\",\"steps\":[\"line\"]}"
    })
final class TuneCommand implements Callable<Integer> {

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description =
          "The OpenCL device: gpu, an id such as opencl:0:0, or a part of a device's name. Without"
              + " it, what the system property hillock.device or the environment's HILLOCK_DEVICE"
              + " says, else the one that is used when none is asked for.")
  private @Nullable String device;

  @Mixin private JsonOption json = new JsonOption();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  /** What was found. */
  record Result(Devices.Named device, String found, List<String> steps) {

    /** Copies the list. */
    Result {
      steps = List.copyOf(steps);
    }
  }

  @Override
  public Integer call() throws Exception {
    json.check();
    PrintWriter out = spec.commandLine().getOut();
    Device chosen;
    try (Hillock hillock = Devices.open(spec, device)) {
      chosen = hillock.device();
    }
    if (chosen.type() == Device.Type.JAVA) {
      throw new ParameterException(
          spec.commandLine(),
          chosen + " has nothing to tune; --device names an OpenCL device: see hillock devices");
    }
    out.println(chosen);
    out.flush();
    List<String> steps = new ArrayList<>();
    String found =
        Hillock.tune(
            chosen.id(),
            line -> {
              steps.add(line);
              out.println(line);
              out.flush();
            });
    out.println("found: " + found);
    out.println(
        UserCache.standard().folder().isPresent()
            ? "kept for this device and driver; " + CacheCommand.line()
            : "not kept, as the cache is off");
    out.flush();
    json.write(new Result(Devices.Named.of(chosen), found, steps));
    return 0;
  }
}
