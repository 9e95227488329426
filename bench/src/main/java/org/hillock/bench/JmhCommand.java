package org.hillock.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
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
    header = "Runs the JMH benchmarks; all arguments go to JMH.",
    footer = {
      "",
      "Examples:",
      "  hillock jmh -h                                   what JMH offers",
      "  hillock jmh -l                                   the benchmarks",
      "  hillock jmh Kernels -p device=cpu -p op=GELU     one operation on one device",
      "",
      "The first failure ends the run, with exit status 1; -foe false goes on."
    })
final class JmhCommand implements Callable<Integer> {

  @Parameters(paramLabel = "ARGUMENT", arity = "0..*", description = "As JMH takes them.")
  private List<String> arguments = List.of();

  @Option(names = "--help", usageHelp = true, description = "Show this; -h shows JMH's options.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it.
  private boolean help;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    CommandLineOptions options = options();
    Runner runner = new Runner(options);
    if (options.shouldHelp()) {
      options.showHelp();
    } else if (options.shouldListProfilers()) {
      options.listProfilers();
    } else if (options.shouldListResultFormats()) {
      options.listResultFormats();
    } else if (options.shouldList()) {
      runner.list();
    } else if (options.shouldListWithParams()) {
      runner.listWithParams(options);
    } else {
      run(options);
    }
    return 0;
  }

  private CommandLineOptions options() {
    try {
      return new CommandLineOptions(arguments.toArray(String[]::new));
    } catch (CommandLineOptionException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static void run(CommandLineOptions options) {
    boolean failOnError = options.shouldFailOnError().orElse(true);
    try {
      Runner runner =
          new Runner(new OptionsBuilder().parent(options).shouldFailOnError(failOnError).build());
      if (runner.run().isEmpty()) {
        throw new Failure("JMH has no results: every benchmark failed");
      }
    } catch (RunnerException e) {
      throw new Failure("JMH: " + (e.getMessage() == null ? e : e.getMessage()));
    }
  }
}
