package org.hillock.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.hillock.Hillock;
import org.hillock.backend.Verification;
import org.hillock.bench.npy.NpyArray;
import org.hillock.bench.npy.NpyReader;
import org.hillock.bench.npy.NpyWriter;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code apply}: an operation on the user's own data, as NumPy saves it. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Applies an operation to your own data, as NumPy saves it.",
    customSynopsis = {
      "hillock apply OP --in X.npy --out Y.npy [OPTIONS]",
      "       hillock apply OP --backward --saved S.npy --grad DY.npy --out DX.npy",
      "         [OPTIONS]"
    },
    description = {
      "",
      "Applies an operation to arrays in NumPy's .npy files and writes the result as one: float32, C"
          + " order. float64 and float16 are converted, and it says so. The output appears whole or"
          + " not at all.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  hillock apply gelu --in x.npy --out y.npy",
      "  hillock apply softmax --axis 1 --temperature 0.7 --verify \\",
      "      --in logits.npy --out p.npy",
      "  hillock apply log_softmax --in logits.npy --out log_p.npy",
      "  hillock apply gelu --backward --saved x.npy --grad dy.npy --out dx.npy",
      "  hillock apply softmax --backward --saved p.npy --grad dp.npy \\",
      "      --out dlogits.npy",
      "",
      "JSON: {\"operation\",\"direction\",\"device\",\"deviceName\",\"shape\":[...],",
      "  \"out\",\"verified\",\"conversions\":[...]}"
    })
final class ApplyCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      paramLabel = "OP",
      completionCandidates = OperationNames.All.class,
      description = "One of ${COMPLETION-CANDIDATES}; in any case.")
  private String name = "";

  @Option(names = "--in", paramLabel = "X.npy", description = "The input.")
  private @Nullable Path in;

  @Option(
      names = "--out",
      paramLabel = "Y.npy",
      required = true,
      description = "Where the result goes; a file that is there is replaced.")
  private Path out = Path.of("");

  @Option(names = "--backward", description = "Compute the gradient by the input.")
  private boolean backward;

  @Option(
      names = "--saved",
      paramLabel = "S.npy",
      description = "With --backward: the input of an activation, the output of a softmax.")
  private @Nullable Path saved;

  @Option(
      names = "--grad",
      paramLabel = "DY.npy",
      description = "With --backward: the gradient by the output, of the same shape.")
  private @Nullable Path grad;

  @Option(
      names = "--axis",
      paramLabel = "A",
      description = "Softmax: the axis, counted from the end when negative. Default: -1.")
  private @Nullable Integer axis;

  @Option(names = "--temperature", paramLabel = "T", description = "Softmax: T. Default: 1.")
  private @Nullable Float temperature;

  @Option(
      names = "--parameter",
      paramLabel = "A",
      description = "The activation's parameter. Default: the catalogue's.")
  private @Nullable Float parameter;

  @Option(names = "--device", paramLabel = "ID", description = Devices.HELP)
  private @Nullable String device;

  @Option(
      names = "--verify",
      description = "Compare every element with the CPU implementation's, bit by bit.")
  private boolean verify;

  @Mixin private JsonOption json = new JsonOption();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  /** What was done. */
  record Result(
      String operation,
      Direction direction,
      String device,
      String deviceName,
      List<Long> shape,
      String out,
      boolean verified,
      List<String> conversions) {}

  @Override
  public Integer call() throws IOException {
    Operation operation = operation();
    checkJson();
    AtomicFile.checkWritable(out);
    List<String> conversions = new ArrayList<>();
    NpyArray first = backward ? read("--saved", saved, conversions) : read("--in", in, conversions);
    NpyArray dy = backward ? read("--grad", grad, conversions) : first;
    if (!first.shape().equals(dy.shape())) {
      throw new Failure(
          "%s has shape %s; expected %s as %s has"
              .formatted(grad, dy.shape(), first.shape(), saved));
    }
    check(operation, first.shape());
    Result result = compute(operation, first, dy, conversions);
    say(result);
    json.write(result);
    return 0;
  }

  /** The JSON must not take the place of the arrays. */
  private void checkJson() throws IOException {
    for (Path array : Arrays.asList(out, in, saved, grad)) {
      if (array != null && json.replaces(array)) {
        throw usage("--json would replace the array " + array + "; expected another file");
      }
    }
    json.check();
  }

  /** Computes over the arrays read, and writes the result. */
  private Result compute(Operation operation, NpyArray first, NpyArray dy, List<String> conversions)
      throws IOException {
    Shape shape = first.shape();
    try (Hillock hillock = Devices.open(spec, device)) {
      Hillock used = verify ? hillock.verified(Verification.FULL) : hillock;
      float[] values =
          backward
              ? used.backward(operation, first.values(), dy.values(), dy.values(), shape)
              : used.forward(operation, first.values(), first.values(), shape);
      AtomicFile.write(out, stream -> NpyWriter.write(stream, shape, values));
      return new Result(
          operation.label(),
          backward ? Direction.BACKWARD : Direction.FORWARD,
          hillock.device().id(),
          hillock.device().name(),
          LongStream.of(shape.dimensions()).boxed().toList(),
          out.toString(),
          verify,
          conversions);
    }
  }

  private NpyArray read(String option, @Nullable Path file, List<String> conversions)
      throws IOException {
    if (file == null) {
      throw usage(
          "%s is missing: %s needs %s"
              .formatted(
                  option,
                  backward ? "backward" : "forward",
                  backward ? "--saved and --grad" : "--in"));
    }
    NpyArray array = NpyReader.read(file);
    array
        .note()
        .ifPresent(
            note -> {
              conversions.add(file + ": " + note);
              spec.commandLine().getErr().println("note: " + file + ": " + note);
              spec.commandLine().getErr().flush();
            });
    return array;
  }

  /** The operation asked for; every option that has no part in it is an error. */
  private Operation operation() {
    if (backward ? in != null : saved != null || grad != null) {
      throw usage(
          backward
              ? "--in has no part in --backward; expected --saved and --grad"
              : "--saved and --grad need --backward");
    }
    try {
      if (OperationNames.isSoftmax(name)) {
        refuse(parameter, "--parameter", "a softmax; it takes --axis and --temperature");
        return new Softmax(
            axis == null ? -1 : axis,
            temperature == null ? 1 : temperature,
            OperationNames.softmax(name).logarithmic());
      }
      Activation activation = OperationNames.activation(name);
      refuse(axis, "--axis", "an activation");
      refuse(temperature, "--temperature", "an activation");
      return parameter == null ? activation : activation.with(parameter);
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private static void refuse(@Nullable Object value, String option, String whose) {
    if (value != null) {
      throw new IllegalArgumentException(option + " is not for " + whose);
    }
  }

  private void check(Operation operation, Shape shape) {
    try {
      operation.check(shape);
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void say(Result result) {
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.printf(
        "%s: %s %s of %s on %s%s%n",
        out,
        result.operation(),
        result.direction().name().toLowerCase(Locale.ROOT),
        result.shape().isEmpty() ? "a scalar" : "shape " + result.shape(),
        result.device() + " (" + result.deviceName() + ")",
        verify ? ", every element verified" : "");
    stdout.flush();
  }
}
