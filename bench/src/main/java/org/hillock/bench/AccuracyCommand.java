package org.hillock.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.hillock.Hillock;
import org.hillock.bench.accuracy.FunctionError;
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
      ""
    },
    footer = {
      "",
      "Examples:",
      "  hillock accuracy                          a million inputs for each function",
      "  hillock accuracy --op gelu --stride 1     every input there is",
      "",
      "JSON: {\"stride\",\"device\",\"deviceName\",\"functions\":[{\"op\",\"direction\",",
      "  \"maxUlp\",\"worstInput\",\"worstInputDecimal\",\"worstResult\",\"worstTruth\",",
      "  \"inputs\"}]}; maxUlp is \"Infinity\" for a fault.",
      "Exit status 1 when an error is above 1 ULP."
    })
final class AccuracyCommand implements Callable<Integer> {

  private static final long GREATEST_STRIDE = 1L << 31;
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
      defaultValue = "4099",
      description = "Take every N-th bit pattern; best a prime. Default: ${DEFAULT-VALUE}.")
  private long stride;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that judge. Default: one for each processor.")
  private int threads = Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS);

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
    check(
        stride >= 1 && stride <= GREATEST_STRIDE, "--stride is " + stride + "; expected 1 to 2^31");
    check(
        threads >= 1 && threads <= MOST_THREADS,
        "--threads is " + threads + "; expected 1 to " + MOST_THREADS);
    json.check();
    Result result;
    try (Hillock hillock = Devices.open(spec, device)) {
      result = measure(hillock, operations);
    }
    result.print(spec.commandLine().getOut());
    json.write(result);
    return result.ok() ? 0 : 1;
  }

  private Result measure(Hillock hillock, List<Elementwise> operations)
      throws InterruptedException {
    Sweep sweep = new Sweep(Sweep.on(hillock), stride, threads);
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
    if (name == null) {
      return List.of(Activation.values());
    }
    check(
        !OperationNames.isSoftmax(name),
        "--op is " + name + ", which is no function of one input; expected an activation");
    try {
      Activation activation = OperationNames.activation(name);
      return List.of(parameter == null ? activation : activation.with(parameter));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private void check(boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
