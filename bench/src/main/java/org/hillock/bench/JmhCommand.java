package org.hillock.bench;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jmh}: the micro-benchmarks, by the harness itself. */
@Command(
    name = "jmh",
    header = "Runs the JMH benchmarks; all arguments go to JMH.",
    footer = {
      "",
      "Examples:",
      "  hillock jmh -h                                   what JMH offers",
      "  hillock jmh -l                                   the benchmarks",
      "  hillock jmh Kernels -p device=cpu -p op=GELU     one operation on one device"
    })
final class JmhCommand implements Callable<Integer> {

  @Parameters(paramLabel = "ARGUMENT", arity = "0..*", description = "As JMH takes them.")
  private List<String> arguments = List.of();

  @Override
  public Integer call() throws Exception {
    org.openjdk.jmh.Main.main(arguments.toArray(String[]::new));
    return 0;
  }
}
