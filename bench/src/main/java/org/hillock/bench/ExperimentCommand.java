package org.hillock.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.hillock.Hillock;
import org.hillock.bench.experiment.Conclusions;
import org.hillock.bench.experiment.Epoch;
import org.hillock.bench.experiment.Experiment;
import org.hillock.bench.experiment.Outcome;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code experiment}: networks that are trained, and what the statistics say of them. */
@Command(
    name = "experiment",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Trains small networks with every activation, and says what becomes of them.",
    description = {
      "",
      "Dense layers learn 8x8 images of handwritten digits and two spirals, with each activation and"
          + " with none, from the same first weights: at a sensible rate and at one that is too"
          + " high, in a few layers and in many. The device computes what is not a matrix product,"
          + " and its statistics tell dead and saturated units and the way of the gradient. Plain"
          + " gradient descent; a gradient longer than 1 is cut to that. The figures have the same"
          + " bits on every device.",
      "",
      "dead: units that are, over all of the training data; saturated: the share of elements where"
          + " |f'(x)| is below 0.01; gradient: its norm at the first hidden layer by that at the"
          + " last one, in the last epoch.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  hillock experiment                                  all, within 90 seconds",
      "  hillock experiment --device gpu --json experiment.json",
      "",
      "JSON: {\"device\",\"deviceName\",\"seconds\",\"runs\":[{\"name\",\"activation\",",
      "  \"data\",\"layers\":[N],\"learningRate\",\"epochs\":[{\"loss\":null|L,",
      "  \"trainAccuracy\",\"testAccuracy\",\"deadShare\":[S],\"saturatedShare\":[S],",
      "  \"gradientNorm\":[G]}],\"units\",\"deadUnits\",\"gradient\",\"ending\",",
      "  \"verdict\"}],\"conclusions\":[\"sentence\"]}; a loss that is not finite is null,",
      "  and what has no entry for each hidden layer is of the whole network"
    })
final class ExperimentCommand implements Callable<Integer> {

  @Option(names = "--device", paramLabel = "ID", description = Devices.HELP)
  private @Nullable String device;

  @Option(names = "--quick", description = "Small networks that barely learn: to see that it runs.")
  private boolean quick;

  @Mixin private JsonOption json = new JsonOption();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  /** What was found. */
  record Result(
      String device,
      String deviceName,
      double seconds,
      List<Outcome> runs,
      List<String> conclusions) {}

  @Override
  public Integer call() throws Exception {
    json.check();
    Result result;
    try (Hillock hillock = Devices.open(spec, device)) {
      result = run(hillock, quick ? Experiment.quick() : Experiment.full());
    }
    print(result, spec.commandLine().getOut());
    json.write(result);
    return 0;
  }

  /** Trains the networks of an experiment. */
  static Result run(Hillock hillock, Experiment experiment) {
    long start = System.nanoTime();
    List<Outcome> runs;
    try (Progress progress = Progress.start("networks", experiment.trials().size())) {
      runs = experiment.run(hillock, () -> progress.advance(1));
    }
    return new Result(
        hillock.device().id(),
        hillock.device().name(),
        (System.nanoTime() - start) / 1e9,
        runs,
        Conclusions.of(runs));
  }

  private static void print(Result result, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%d networks, trained on %s (%s) in %.1f s%n%n",
        result.runs().size(),
        result.device(),
        result.deviceName(),
        result.seconds());
    Table table =
        new Table(
            "data",
            "hidden",
            "rate",
            "activation",
            "loss",
            "train",
            "test",
            "dead",
            "saturated",
            "gradient",
            "ending");
    for (Outcome run : result.runs()) {
      row(table, run);
    }
    table.print(out);
    out.println();
    if (result.conclusions().isEmpty()) {
      out.println("Nothing follows: the networks were trained too little.");
    }
    result.conclusions().forEach(sentence -> out.println("- " + sentence));
    out.flush();
  }

  private static void row(Table table, Outcome run) {
    Epoch last = run.last();
    List<Double> norms = last.gradientNorm();
    table.row(
        run.data(),
        run.layers().size() - 2 + "x" + run.layers().get(1),
        run.learningRate(),
        run.activation(),
        last.loss() == null ? "-" : number("%.3f", last.loss()),
        number("%.3f", last.trainAccuracy()),
        number("%.3f", last.testAccuracy()),
        run.deadUnits() + " of " + run.units(),
        number("%.1f %%", 100 * average(last.saturatedShare())),
        number("%.1e", norms.get(0) / norms.get(norms.size() - 1)),
        run.ending().words());
  }

  private static double average(List<Double> shares) {
    return shares.stream().mapToDouble(share -> share).average().orElse(0);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
