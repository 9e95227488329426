package org.hillock.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hillock.bench.peers.Cell;
import org.hillock.bench.peers.ErrorFound;
import org.hillock.bench.peers.Means;
import org.hillock.bench.peers.Outcome;
import org.hillock.bench.peers.ResultPlace;
import org.jspecify.annotations.Nullable;

/** What {@code peers} found, for people and machines. */
record PeersReport(
    int threads,
    int rounds,
    @JsonProperty("multiplyAddsPerNano") double gigaOperations,
    Map<String, String> peers,
    List<Cell> cells,
    List<Means> means) {

  void print(PrintWriter out) {
    peers.forEach(
        (id, version) ->
            out.printf("%s: %s%s%n", id, version.lines().findFirst().orElse(""), places(id)));
    out.printf(
        Locale.ROOT,
        "Threads: %d; medians of up to %d rounds; %.0f multiply-adds/ns in cache%n%n",
        threads,
        rounds,
        gigaOperations);
    List<String> others = peers.keySet().stream().skip(1).toList();
    printCells(out, others);
    printMeans(out, others);
    printReasons(out);
  }

  /** Where a library's results go, if it has any. */
  private String places(String id) {
    Set<ResultPlace> places = new TreeSet<>();
    for (Cell cell : cells) {
      for (Outcome outcome : cell.outcomes()) {
        if (outcome.peer().equals(id) && outcome.result() != null) {
          places.add(outcome.result());
        }
      }
    }
    List<String> words = places.stream().map(p -> p.name().toLowerCase(Locale.ROOT)).toList();
    return words.isEmpty() ? "; no results" : "; results " + String.join(" or ", words);
  }

  private void printCells(PrintWriter out, List<String> others) {
    List<String> headings =
        new ArrayList<>(
            List.of("op", "direction", "shape", "ms", "GB/s", "of limit", "limit", "max ULP"));
    for (String id : others) {
      headings.add(id + " x");
      headings.add("max ULP");
    }
    Table table = new Table(headings.toArray(String[]::new));
    for (Cell cell : cells) {
      List<String> row = new ArrayList<>(List.of(cell.op(), cell.direction().name(), cell.shape()));
      Outcome ours = cell.ours();
      row.add(number(2, ours.millis()));
      row.add(number(1, ours.gbps()));
      Double millis = ours.millis();
      row.add(millis == null ? "-" : number(2, cell.ceiling().millis() / millis));
      row.add(cell.ceiling().limit());
      row.add(ulp(ours.error()));
      for (String id : others) {
        Outcome outcome = outcome(cell, id);
        row.add(number(2, outcome.ratio()));
        row.add(ulp(outcome.error()));
      }
      table.row(row.toArray());
    }
    table.print(out);
  }

  private static Outcome outcome(Cell cell, String id) {
    return cell.outcomes().stream()
        .filter(outcome -> outcome.peer().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private void printMeans(PrintWriter out, List<String> others) {
    if (means.isEmpty()) {
      return;
    }
    out.println();
    List<String> headings = new ArrayList<>(List.of("geometric mean over"));
    others.forEach(id -> headings.add(id + " x"));
    Table table = new Table(headings.toArray(String[]::new));
    for (String group : means.stream().map(Means::group).distinct().toList()) {
      List<String> row = new ArrayList<>(List.of(group));
      for (String id : others) {
        row.add(
            means.stream()
                .filter(mean -> mean.group().equals(group) && mean.peer().equals(id))
                .map(mean -> number(2, mean.ratio()))
                .findFirst()
                .orElse("-"));
      }
      table.row(row.toArray());
    }
    table.print(out);
  }

  /** Why there is a dash: each reason once, with the cells that it is of. */
  private void printReasons(PrintWriter out) {
    Map<String, List<String>> reasons = new LinkedHashMap<>();
    for (Cell cell : cells) {
      for (Outcome outcome : cell.outcomes()) {
        if (outcome.why() != null) {
          reasons
              .computeIfAbsent(outcome.peer() + ": " + outcome.why(), why -> new ArrayList<>())
              .add(cell.op() + " " + cell.direction());
        }
      }
    }
    if (!reasons.isEmpty()) {
      out.println();
      reasons.forEach(
          (why, of) ->
              out.printf(
                  "- %s (%s)%n",
                  why, of.size() > 3 ? of.size() + " cells" : String.join(", ", of)));
    }
    out.flush();
  }

  private static String number(int digits, @Nullable Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** The largest error of ordinary inputs, and of all. */
  private static String ulp(@Nullable ErrorFound error) {
    return error == null ? "-" : digits(error.ordinaryMaxUlp()) + " / " + digits(error.maxUlp());
  }

  private static String digits(@Nullable Double ulp) {
    if (ulp == null || Double.isInfinite(ulp)) {
      return ulp == null ? "-" : "inf";
    }
    return String.format(Locale.ROOT, ulp < 100 ? "%.2f" : ulp < 1e5 ? "%.0f" : "%.0e", ulp);
  }
}
