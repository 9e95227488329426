package org.hillock.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code jmh}: the micro-benchmarks, by the harness itself. Not by its own main class, which ends
 * well even when every benchmark failed.
 */
@Command(
    name = "jmh",
    header = "Runs the JMH benchmarks: what calls cost, and what kernels do.",
    description = {
      "",
      "Dispatch is what a call costs: -p call=GELU:1024 names operation and shape. Kernels is how"
          + " fast operations run: all of them, or -p op=GELU, at two sizes, or -p shape=16x1024. The"
          + " device is cpu, or -p backend=opencl:0:0. All other arguments go to JMH.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  hillock jmh -h                                  what JMH offers",
      "  hillock jmh -lp                                 the benchmarks, parameters",
      "  hillock jmh Kernels -p backend=cpu -p op=GELU   one operation, one device",
      "  hillock jmh -prof gc --json new.json            all, with what calls allocate",
      "  hillock jmh -prof gc --baseline old.json        all, beside an earlier run",
      "",
      "The first failure ends the run, with exit status 1; -foe false goes on. A",
      "benchmark that is slower than the baseline's is marked, and is no failure.",
      "",
      "JSON: {\"date\",\"java\",\"jvmArgs\":[],\"os\",\"cpu\",\"devices\":{id:name},",
      "  \"results\":[{\"benchmark\",\"params\":{},\"nsPerOp\",\"nsError\",\"gbps\",",
      "  \"bytesPerOp\",\"bytesError\"}]}; null where unknown"
    })
final class JmhCommand implements Callable<Integer> {

  /** The parameter of Kernels that names an operation. */
  private static final String OP = "op";

  /** The parameter of Dispatch that names an operation and a shape. */
  private static final String CALL = "call";

  /** Beginnings of the JVM's arguments that no benchmark does without. */
  private static final List<String> NEEDED =
      List.of("--add-modules", "--enable-native-access", "-DuniqueLibraryNames", "-Dhillock.simd");

  @Parameters(paramLabel = "ARGUMENT", arity = "0..*", description = "As JMH takes them.")
  private List<String> arguments = List.of();

  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      description = "Compare with this result of an earlier --json.")
  private @Nullable Path baseline;

  @Mixin private JsonOption json = new JsonOption();

  @Option(names = "--help", usageHelp = true, description = "Show this; -h shows JMH's options.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it.
  private boolean help;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    CommandLineOptions given = parsed(arguments);
    Options options = completed(given);
    if (given.shouldHelp()) {
      given.showHelp();
    } else if (given.shouldListProfilers()) {
      given.listProfilers();
    } else if (given.shouldListResultFormats()) {
      given.listResultFormats();
    } else if (given.shouldList()) {
      new Runner(options).list();
    } else if (given.shouldListWithParams()) {
      // Which takes no other options than these.
      String operations = String.join(",", options.getParameter(OP).get());
      new Runner(options).listWithParams(parsed(List.of("-p", OP + "=" + operations)));
    } else {
      run(options);
    }
    return 0;
  }

  private CommandLineOptions parsed(List<String> arguments) {
    try {
      return new CommandLineOptions(arguments.toArray(String[]::new));
    } catch (CommandLineOptionException e) {
      throw usage(e);
    }
  }

  private Options completed(Options given) {
    try {
      return completed(given, ManagementFactory.getRuntimeMXBean().getInputArguments());
    } catch (IllegalArgumentException e) {
      throw usage(e);
    }
  }

  private ParameterException usage(Exception e) {
    return new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
  }

  /**
   * JMH's options with what is ours.
   *
   * @param given the user's
   * @param inherited what this JVM was started with
   * @throws IllegalArgumentException when an operation named there is not in the catalogue
   */
  static Options completed(Options given, List<String> inherited) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .parent(given)
            .shouldFailOnError(given.shouldFailOnError().orElse(true))
            .param(OP, operations(given));
    if (given.getParameter(CALL).hasValue()) {
      options.param(CALL, calls(given.getParameter(CALL).get()));
    }
    if (given.getJvmArgs().hasValue()) {
      // They take the place of what a forked JVM inherits, and with it of SIMD, without a word.
      List<String> kept = new ArrayList<>(inherited);
      kept.removeIf(argument -> NEEDED.stream().noneMatch(argument::startsWith));
      kept.addAll(given.getJvmArgsPrepend().orElse(List.of()));
      options.jvmArgsPrepend(kept.toArray(String[]::new));
    }
    return options.build();
  }

  /** Under one name each, so that runs can be compared; all where none is named. */
  private static String[] operations(Options given) {
    return given.getParameter(OP).orElse(OperationNames.catalogue()).stream()
        .map(OperationNames::catalogued)
        .toArray(String[]::new);
  }

  private static String[] calls(Collection<String> calls) {
    return calls.stream()
        .map(
            call -> {
              String[] parts = call.split(":", 2);
              parts[0] = OperationNames.catalogued(parts[0]);
              return String.join(":", parts);
            })
        .toArray(String[]::new);
  }

  private void run(Options options) throws IOException {
    json.check();
    JmhReport before = baseline == null ? null : JmhReport.read(baseline);
    Collection<RunResult> results;
    try {
      results = new Runner(options).run();
    } catch (RunnerException e) {
      throw new Failure("JMH: " + (e.getMessage() == null ? e : e.getMessage()));
    }
    if (results.isEmpty()) {
      throw new Failure("JMH has no results: every benchmark failed");
    }
    JmhReport report = JmhReport.of(results);
    if (report.results().isEmpty()) {
      if (json.isAsked() || before != null) {
        throw new Failure("--json and --baseline are of average times; expected -bm avgt");
      }
      return;
    }
    report.print(spec.commandLine().getOut(), before);
    json.write(report);
  }
}
