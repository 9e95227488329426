package org.hillock.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.hillock.Hillock;
import org.hillock.bench.accuracy.Computation;
import org.hillock.bench.accuracy.FunctionError;
import org.hillock.bench.accuracy.Functions;
import org.hillock.bench.accuracy.Sweep;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code accuracy}: how far results are from the true values, over the float32 inputs. */
@Command(
    name = "accuracy",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Measures the error of every activation and slope in ULP.",
    description = {
      "",
      "Measures the largest error of every activation and of its slope, in units of the last place"
          + " (ULP) of the float32 result, against the meaning in double precision, over every N-th"
          + " of the 2^32 float32 inputs.",
      "",
      "With --all every input there is, for every activation at its default and other parameters:"
          + " the fastest device sweeps, each of the others computes as many of the same inputs as a"
          + " tenth of the time allows and must give the same bits (the certificate records the"
          + " share), and the worst cases, the inputs around roots and a sample are judged again by the"
          + " activation's formula in arbitrary precision. That no other input is farther off is an"
          + " estimate by the sample, not a proof. The result is a certificate: DIR/certificate.json"
          + " for machines, DIR/README.md for people. Stopped, by Ctrl-C say, the same command goes"
          + " on where it was; a function that is done is swept again only when its arithmetic has"
          + " changed.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  hillock accuracy                       a million inputs for each function",
      "  hillock accuracy --op gelu --stride 1  every input there is, for one function",
      "  hillock accuracy --all                 the certificate, in folder accuracy",
      "  hillock accuracy --all --stride 65537  few inputs, in a minute or two",
      "",
      "JSON: {\"stride\",\"device\",\"deviceName\",\"functions\":[{\"op\",\"direction\",",
      "  \"maxUlp\",\"worstInput\",\"worstInputDecimal\",\"worstResult\",\"worstTruth\",",
      "  \"inputs\"}]}; maxUlp is \"Infinity\" for a fault.",
      "Exit status 1 when an error is above 1 ULP, or when devices differ."
    })
final class AccuracyCommand implements Callable<Integer> {

  private static final long GREATEST_STRIDE = 1L << 31;
  private static final long DEFAULT_STRIDE = 4099;
  private static final int MOST_THREADS = 1024;

  @Option(
      names = "--op",
      paramLabel = "NAME",
      completionCandidates = OperationNames.Activations.class,
      description = "One activation: ${COMPLETION-CANDIDATES}. Default: all.")
  private @Nullable String name;

  @Option(
      names = "--parameter",
      paramLabel = "A",
      description = "With --op: its parameter. Default: the catalogue's.")
  private @Nullable Float parameter;

  @Option(names = "--device", paramLabel = "ID", description = Devices.HELP)
  private @Nullable String device;

  @Option(
      names = "--stride",
      paramLabel = "N",
      description =
          "Take every N-th bit pattern; best a prime. Default: 4099, and 1 (all) with --all.")
  private @Nullable Long stride;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that judge. Default: one for each processor.")
  private int threads = Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS);

  @Option(
      names = "--all",
      description = "Make the certificate: all inputs, all functions (or those of --op).")
  private boolean all;

  @Option(
      names = "--defaults",
      description = "With --all: each activation at its default parameter only.")
  private boolean defaults;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "With --all: the folder of the certificate. Default: accuracy, in the working folder.")
  private @Nullable Path out;

  @Option(
      names = "--restart",
      description = "With --all: forget the certificate in the folder and begin anew.")
  private boolean restart;

  @Mixin private JsonOption json = new JsonOption();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  /** What was measured. */
  record Result(long stride, String device, String deviceName, List<FunctionError> functions) {

    boolean ok() {
      return functions.stream().allMatch(FunctionError::ok);
    }

    void print(PrintWriter out) {
      Table table =
          new Table("op", "direction", "max ULP", "at x", "bits", "result", "truth", "inputs", "");
      for (FunctionError error : functions) {
        table.row(
            error.op(),
            error.direction(),
            String.format(Locale.ROOT, "%.4f", error.maxUlp()),
            error.worstInputDecimal(),
            error.worstInput(),
            error.worstResult(),
            error.worstTruth(),
            error.inputs(),
            error.ok() ? "" : "ABOVE 1 ULP");
      }
      table.print(out);
    }
  }

  @Override
  public Integer call() throws Exception {
    List<Elementwise> operations = operations();
    long stride = this.stride == null ? (all ? 1 : DEFAULT_STRIDE) : this.stride;
    check(
        stride >= 1 && stride <= GREATEST_STRIDE, "--stride is " + stride + "; expected 1 to 2^31");
    check(
        threads >= 1 && threads <= MOST_THREADS,
        "--threads is " + threads + "; expected 1 to " + MOST_THREADS);
    if (all) {
      check(!json.isAsked(), "--json does not go with --all, which writes DIR/certificate.json");
      return new CertificateRun(
              spec, device, out == null ? Path.of("accuracy") : out, restart, stride, threads)
          .sweep(Functions.bothWays(operations));
    }
    check(out == null, "--out needs --all");
    check(!defaults, "--defaults needs --all");
    check(!restart, "--restart needs --all");
    json.check();
    Result result;
    try (Hillock hillock = Devices.open(spec, device)) {
      result = measure(hillock, operations, stride);
    }
    result.print(spec.commandLine().getOut());
    json.write(result);
    return result.ok() ? 0 : 1;
  }

  private Result measure(Hillock hillock, List<Elementwise> operations, long stride)
      throws InterruptedException {
    Sweep sweep = new Sweep(Computation.on(hillock), List.of(), stride, threads);
    List<FunctionError> errors = new ArrayList<>();
    long steps = (long) operations.size() * Direction.values().length * sweep.inputs();
    try (Progress progress = Progress.start("Sweeping on " + hillock.device().id(), steps)) {
      for (Elementwise operation : operations) {
        for (Direction direction : Direction.values()) {
          errors.add(sweep.measure(operation, direction, progress::advance));
        }
      }
    }
    return new Result(stride, hillock.device().id(), hillock.device().name(), errors);
  }

  private List<Elementwise> operations() {
    check(parameter == null || name != null, "--parameter needs --op");
    check(parameter == null || !defaults, "--parameter does not go with --defaults");
    if (name == null) {
      return Stream.of(Activation.values()).flatMap(this::withParameters).toList();
    }
    check(
        !OperationNames.isSoftmax(name),
        "--op is " + name + ", which is no function of one input; expected an activation");
    try {
      Activation activation = OperationNames.activation(name);
      return parameter == null
          ? withParameters(activation).toList()
          : List.of(activation.with(parameter));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** The certificate is for other parameters than the default too. */
  private Stream<Elementwise> withParameters(Activation activation) {
    return all && !defaults ? Functions.withStandardParameters(activation) : Stream.of(activation);
  }

  private void check(boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
