package org.hillock.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.hillock.Hillock;
import org.hillock.backend.Device;
import org.hillock.bench.gpu.GpuResult;
import org.hillock.bench.gpu.GpuRun;
import org.hillock.bench.gpu.Plan;
import org.hillock.bench.gpu.PyTorch;
import org.hillock.bench.gpu.Stage;
import org.hillock.bench.peers.PeerException;
import org.hillock.op.Shape;
import org.hillock.opencl.Diagnostics;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gpu}: the bits and the speed of a GPU, beside PyTorch on the same one. */
@Command(
    name = "gpu",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Checks a GPU's bits, then times it beside a copy and PyTorch.",
    description = {
      "",
      "First every family of kernels computes every operation, and each bit is compared with the CPU"
          + " implementation's. Then operations run on resident data, in turn with a plain copy and"
          + " with PyTorch on the same device; launches, transfers and opening are timed. GB/s"
          + " counts 8 bytes an element forward and 12 backward; 'x' is PyTorch's time by ours:"
          + " above 1, we are faster. bench/gpu/README.md tells how it is measured.",
      "",
      "Exit status: 1 when a bit differs, when a family was checked on no softmax, and when a kernel"
          + " or a stage fails. A bar that is missed changes nothing.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  hillock gpu --pytorch python3 --out results      all, in some eight minutes",
      "  hillock gpu --only check                         the bits alone",
      "  hillock gpu --only softmax --shapes 8192x4096,64x1000x784 --each-family",
      "  hillock gpu --device opencl:0:0 --quick          a little of each",
      "  hillock gpu --render results                     the page anew from the JSON",
      "",
      "JSON: {\"date\",\"command\",\"machine\",\"openCl\",\"pytorch\",\"families\":[{",
      "  \"family\",\"softmaxes\",\"activations\",\"elements\",\"mismatches\",\"errors\",",
      "  \"failures\"}],\"familiesLeftOut\",\"launch\",",
      "  \"cells\":[{\"op\",\"direction\",\"shape\",\"family\",\"sets\",\"calls\",\"rounds\",",
      "  \"micros\":{\"copy\"|\"hillock\"|\"pytorch\"|\"compiled\":{\"low\",\"median\",",
      "  \"high\"}},\"gbps\",\"ofCopy\",\"why\"}],\"transfers\",\"openings\",\"why\"}"
    })
final class GpuCommand implements Callable<Integer> {

  private static final String SCRIPT = "bench/gpu/pytorch.py";

  @Option(
      names = "--device",
      paramLabel = "ID",
      defaultValue = "gpu",
      description =
          "An OpenCL device: gpu, an id such as opencl:0:0, or a part of its name."
              + " Default: ${DEFAULT-VALUE}.")
  private String device = "";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write gpu.json and README.md into this folder.")
  private @Nullable Path out;

  @Option(
      names = "--pytorch",
      paramLabel = "PYTHON",
      description = "A Python with PyTorch, which takes part.")
  private @Nullable String python;

  @Option(
      names = "--only",
      paramLabel = "STAGE",
      split = ",",
      description = "Some stages: ${COMPLETION-CANDIDATES}. Default: all.")
  private @Nullable List<Stage> only;

  @Option(names = "--quick", description = "Few and small sizes, and a smaller check.")
  private boolean quick;

  @Option(
      names = "--sizes",
      paramLabel = "N",
      split = ",",
      description = "The elements of activations. Default: 2^20, 2^22, ... 2^28.")
  private @Nullable List<Long> sizes;

  @Option(
      names = "--shapes",
      paramLabel = "RxC",
      split = ",",
      description =
          "The shapes of softmaxes, over the last axis of two, over the middle one of three."
              + " Default: sixteen.")
  private @Nullable List<String> shapes;

  @Option(
      names = "--families",
      paramLabel = "NAME",
      split = ",",
      description = "Check only these families of kernels. Default: all.")
  private @Nullable List<String> families;

  @Option(
      names = "--each-family",
      description = "Time every family that is written for a shape, not only the one chosen.")
  private boolean eachFamily;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "0.4",
      description = "How long to time each piece of work, about. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      defaultValue = "7",
      description =
          "When to begin no further piece of work: what is left out is said. Default:"
              + " ${DEFAULT-VALUE}.")
  private double minutes;

  @Option(
      names = "--render",
      paramLabel = "DIR",
      description = "Do nothing but write README.md anew from the gpu.json of this folder.")
  private @Nullable Path render;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter print = spec.commandLine().getOut();
    if (render != null) {
      GpuReport.print(print, GpuReport.render(render));
      return 0;
    }
    GpuRun.Settings settings = settings();
    Device opened = device();
    if (out != null) {
      GpuReport.check(out);
    }
    GpuResult result = run(opened, settings, line -> say(print, line));
    GpuReport.print(print, result);
    return result.ok() ? 0 : 1;
  }

  private static void say(PrintWriter print, String line) {
    print.println(line);
    print.flush();
  }

  private void save(GpuResult result) {
    if (out != null) {
      try {
        GpuReport.write(out, result);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private GpuResult run(Device opened, GpuRun.Settings settings, Consumer<String> say) {
    List<String> command = spec.commandLine().getParseResult().originalArgs();
    try (PyTorch pytorch = python == null ? null : pytorch(python, opened)) {
      return new GpuRun(opened, settings, pytorch, command, say, this::save).run();
    }
  }

  private PyTorch pytorch(String interpreter, Device opened) {
    Path script = Path.of(System.getProperty(PeersCommand.ROOT_PROPERTY, "")).resolve(SCRIPT);
    if (!Files.isReadable(script)) {
      throw new Failure(
          "%s is not there; run bench/gpu/run or bench/hillock gpu in the source tree"
              .formatted(script));
    }
    try {
      return PyTorch.start(interpreter, script, opened.type() == Device.Type.GPU);
    } catch (PeerException e) {
      throw usage(
          "--pytorch is '%s'; expected a Python with PyTorch, which runs %s: %s"
              .formatted(interpreter, script, e.getMessage()));
    }
  }

  private Device device() {
    try (Hillock hillock = Devices.open(spec, device)) {
      if (hillock.device().type() == Device.Type.JAVA) {
        throw usage("--device is '" + device + "', which is no OpenCL device");
      }
      return hillock.device();
    }
  }

  private GpuRun.Settings settings() {
    check("--seconds", seconds, 0, 60);
    check("--minutes", minutes, 0, 600);
    Plan plan = quick ? Plan.quick() : Plan.full();
    if (sizes != null) {
      sizes.forEach(size -> check("--sizes", size, 1, Integer.MAX_VALUE - 8));
      plan = plan.withSizes(sizes);
    }
    if (shapes != null) {
      plan = plan.withShapes(shapes.stream().map(this::shape).toList());
    }
    List<String> known = Diagnostics.families();
    List<String> chosen = families == null ? known : families;
    for (String family : chosen) {
      if (!known.contains(family)) {
        throw usage("--families has '%s'; expected some of %s".formatted(family, known));
      }
    }
    return new GpuRun.Settings(
        plan,
        only == null ? EnumSet.allOf(Stage.class) : EnumSet.copyOf(only),
        chosen,
        eachFamily,
        GpuRun.problems(quick),
        seconds,
        minutes);
  }

  private Shape shape(String text) {
    try {
      Shape shape =
          Shape.of(Arrays.stream(text.split("x", -1)).mapToLong(Long::parseLong).toArray());
      if ((shape.rank() == 2 || shape.rank() == 3) && shape.size() > 0) {
        return shape;
      }
    } catch (IllegalArgumentException e) {
      // As below.
    }
    throw usage(
        "--shapes has '%s'; expected two or three dimensions such as 4096x1024".formatted(text));
  }

  private void check(String option, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw usage(
          String.format(
              Locale.ROOT, "%s is %s; expected %.0f to %.0f", option, value, least, most));
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
