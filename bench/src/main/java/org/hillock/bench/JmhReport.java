package org.hillock.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hillock.Hillock;
import org.hillock.bench.accuracy.Machine;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/**
 * What JMH measured, with what makes it comparable.
 *
 * @param date when it ended
 * @param java the runtime of the benchmarks, which JMH's {@code -jvm} may choose
 * @param jvmArgs what it was started with
 * @param os the operating system
 * @param cpu the processor
 * @param devices the names of the devices used, by the ids asked for; the CPU's tells its threads
 *     and SIMD
 * @param results the scores, in the order of the run
 */
record JmhReport(
    String date,
    String java,
    List<String> jvmArgs,
    String os,
    String cpu,
    Map<String, String> devices,
    List<JmhScore> results) {

  /** An argument that tells where the repository is, which is nobody's business. */
  private static final String WHERE = "-Dhillock.root=";

  /** The benchmarks' parameter that names a device. */
  private static final String BACKEND = "backend";

  /** The report of a run, which is not empty; of it, the average times. */
  static JmhReport of(Collection<RunResult> runs) {
    List<JmhScore> scores =
        runs.stream()
            .filter(run -> run.getParams().getMode() == Mode.AverageTime)
            .map(JmhScore::of)
            .toList();
    BenchmarkParams params = runs.iterator().next().getParams();
    Map<String, String> devices = new TreeMap<>();
    String cpu = "";
    for (JmhScore score : scores) {
      String id = score.params().get(BACKEND);
      if (id != null && !devices.containsKey(id)) {
        try (Hillock hillock = Hillock.open(id)) {
          devices.put(id, hillock.device().name());
          cpu = Machine.of(hillock.device()).cpu();
        }
      }
    }
    return new JmhReport(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        params.getVmName() + " " + params.getVmVersion(),
        params.getJvmArgs().stream().filter(a -> !a.startsWith(WHERE)).toList(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        cpu,
        devices,
        scores);
  }

  /**
   * Reads a report.
   *
   * @throws Failure when the file holds something else
   */
  static JmhReport read(Path file) throws IOException {
    try {
      JmhReport report = new ObjectMapper().readValue(Files.readAllBytes(file), JmhReport.class);
      if (report == null || report.results == null) {
        throw new Failure(file + " is no result of hillock jmh --json: it has no results");
      }
      return report;
    } catch (JsonProcessingException e) {
      throw new Failure(file + " is no result of hillock jmh --json: " + e.getOriginalMessage());
    }
  }

  /** Prints a line for each benchmark and, of those that the baseline has too, a comparison. */
  void print(PrintWriter out, @Nullable JmhReport baseline) {
    out.println();
    if (baseline == null) {
      printScores(out);
      return;
    }
    out.println("baseline: " + baseline.where());
    out.println("now:      " + where());
    out.println();
    Table table =
        new Table(
            "benchmark",
            "call",
            "ns/op",
            "error",
            "GB/s",
            "B/op",
            "ns before",
            "error",
            "B before",
            "ratio",
            "");
    int marked = 0;
    for (JmhScore now : results) {
      Optional<JmhScore> match = baseline.results.stream().filter(now::isOf).findFirst();
      String verdict = match.map(now::verdict).orElse("not in the baseline");
      marked += match.isPresent() && !verdict.isEmpty() ? 1 : 0;
      table.row(
          now.benchmark(),
          now.call(),
          decimals(1, now.nanos()),
          decimals(1, now.error()),
          decimals(2, now.gbps()),
          decimals(1, now.bytes()),
          decimals(1, match.map(JmhScore::nanos).orElse(null)),
          decimals(1, match.map(JmhScore::error).orElse(null)),
          decimals(1, match.map(JmhScore::bytes).orElse(null)),
          decimals(2, match.map(before -> now.nanos() / before.nanos()).orElse(null)),
          verdict);
    }
    table.print(out);
    long notRun =
        baseline.results.stream()
            .filter(before -> results.stream().noneMatch(before::isOf))
            .count();
    out.printf(
        "%nA ratio above 1 is slower. Marked: %d of %d, whose error bars do not meet. Of the"
            + " baseline, not run: %d.%n",
        marked, results.size(), notRun);
    out.flush();
  }

  private void printScores(PrintWriter out) {
    Table table = new Table("benchmark", "call", "ns/op", "error", "GB/s", "B/op");
    for (JmhScore score : results) {
      table.row(
          score.benchmark(),
          score.call(),
          decimals(1, score.nanos()),
          decimals(1, score.error()),
          decimals(2, score.gbps()),
          decimals(1, score.bytes()));
    }
    table.print(out);
  }

  private String where() {
    return String.join(", ", date, java, String.join(", ", devices.values()), cpu, os);
  }

  private static String decimals(int digits, @Nullable Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
