package org.hillock.bench.gpu;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A result as a page for people. */
public final class Markdown {

  private final StringBuilder page = new StringBuilder();
  private final GpuResult result;

  private Markdown(GpuResult result) {
    this.result = result;
  }

  /**
   * Writes the page.
   *
   * @param result what was found
   * @return Markdown
   */
  public static String of(GpuResult result) {
    Markdown markdown = new Markdown(result);
    markdown.head();
    markdown.bars();
    markdown.cells("Softmax", true);
    markdown.cells("Activations", false);
    markdown.rest();
    markdown.reasons();
    return markdown.page.toString();
  }

  private void head() {
    line("# Measured on %s", result.machine().deviceName());
    line("");
    line(
        "`hillock%s`, %s, driver %s (%s, %s), Hillock %s, Java %s, %s.",
        result.command().stream().map(word -> " " + word).reduce("", String::concat),
        result.date(),
        result.machine().driver(),
        result.machine().platform(),
        result.openCl(),
        result.machine().library(),
        result.machine().java(),
        result.machine().os());
    PyTorch.About pytorch = result.pytorch();
    if (pytorch != null) {
      line("%s, timed by %s.", pytorch.version(), pytorch.clock());
    }
    line(
        "`gpu.json` has all quartiles; [bench/gpu](../../gpu/README.md) says how it is measured."
            + " \"x\" is a contestant's time by ours: above 1, ours is less.");
  }

  private void bars() {
    heading("Bars", "asked of an H100", "at least / most", "found", "", "of", "where");
    for (Bar bar : Bars.of(result)) {
      row(
          bar.name(),
          number(bar.required()),
          number(bar.found()),
          bar.verdict(),
          bar.planned() == 0 ? "" : bar.basis(),
          bar.where());
    }
  }

  private void cells(String title, boolean softmax) {
    List<CellResult> cells =
        result.cells().stream()
            .filter(cell -> cell.isSoftmax() == softmax)
            .filter(cell -> !cell.why().containsKey(CellResult.LEFT_OUT))
            .toList();
    if (cells.isEmpty()) {
      return;
    }
    heading(title, "", "shape", "µs", "GB/s", "of copy", "PyTorch x", "compiled x");
    for (CellResult cell : cells) {
      Quartiles ours = cell.micros().get(CellResult.HILLOCK);
      row(
          cell.op()
              + " "
              + cell.direction().name().toLowerCase(Locale.ROOT)
              + (cell.family() == null ? "" : " by " + cell.family()),
          cell.shape(),
          number(ours == null ? null : ours.median()),
          number(cell.gbps()),
          number(cell.ofCopy()),
          number(cell.ratio(CellResult.PYTORCH)),
          number(cell.ratio(CellResult.COMPILED)));
    }
  }

  private void rest() {
    LaunchCost launch = result.launch();
    if (launch != null) {
      heading("Launches of a tiny operation", "", "µs a call");
      row("the caller's own time", number(launch.enqueue()));
      row(launch.calls() + " in a row, until the device is done", number(launch.pipelined()));
      row("a call and a finish", number(launch.finished()));
    }
    Transfers transfers = result.transfers();
    if (transfers != null) {
      heading("The link, " + (transfers.bytes() >> 20) + " MiB at a time", "", "GB/s");
      row("pinned, up", number(transfers.link().pinnedUp()));
      row("pinned, down", number(transfers.link().pinnedDown()));
      row("pinned, both at once", number(transfers.link().pinnedBoth()));
      row("Java array, up", number(transfers.link().pageableUp()));
      row("Java array, down", number(transfers.link().pageableDown()));
      heading("Calls on host arrays", "", "elements", "ms", "GB/s", "of link");
      for (Transfers.Call call : transfers.calls()) {
        row(
            call.op() + " " + call.direction().name().toLowerCase(Locale.ROOT),
            Long.toString(call.elements()),
            number(call.millis()),
            number(call.gbps()),
            number(call.ofLink()));
      }
    }
    if (!result.openings().isEmpty()) {
      heading("Opening, self-test included", "caches of built programs", "ms", "first call, ms");
      for (Opening opening : result.openings()) {
        row(opening.caches(), number(opening.openMillis()), number(opening.callMillis()));
      }
    }
    if (!result.families().isEmpty()) {
      heading("Bits", "family", "softmaxes", "activations", "elements", "mismatches", "errors");
      for (FamilyCheck.Result f : result.families()) {
        row(
            f.family() + (f.covered() ? "" : ", not covered"),
            "" + f.softmaxes(),
            "" + f.activations(),
            "" + f.elements(),
            "" + f.mismatches(),
            "" + f.errors());
      }
      result.families().forEach(f -> f.failures().forEach(failure -> line("- %s", failure)));
    }
  }

  private void reasons() {
    Map<String, List<String>> reasons = result.reasons();
    if (!reasons.isEmpty()) {
      line("\n## Not measured\n");
      reasons.forEach(
          (why, of) -> line("- %s%s", why, of.isEmpty() ? "" : " (" + String.join(", ", of) + ")"));
    }
  }

  private void heading(String title, String... columns) {
    line("\n## %s\n", title);
    row(columns);
    line("|%s", "---|".repeat(columns.length));
  }

  private void row(String... cells) {
    line("| %s |", String.join(" | ", cells));
  }

  private void line(String format, Object... arguments) {
    page.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }

  /** Three digits, or all that stand before the point. */
  static String number(@Nullable Double value) {
    if (value == null) {
      return "-";
    }
    double size = Math.abs(value);
    int decimals = size >= 100 ? 0 : size >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
