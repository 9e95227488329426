package org.hillock.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.hillock.bench.gpu.Bar;
import org.hillock.bench.gpu.Bars;
import org.hillock.bench.gpu.CellResult;
import org.hillock.bench.gpu.GpuResult;
import org.hillock.bench.gpu.Markdown;
import org.hillock.op.Direction;
import org.jspecify.annotations.Nullable;

/** What {@code gpu} found, for people and machines. */
final class GpuReport {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static final String DATA = "gpu.json";

  private static final String PAGE = "README.md";

  private GpuReport() {}

  /**
   * Checks, before the work begins, that a folder can be written to; makes it.
   *
   * @throws Failure when something else is there
   */
  static void check(Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new Failure("--out is '%s', a file; expected a folder".formatted(folder));
    }
    Files.createDirectories(folder);
    AtomicFile.checkWritable(folder.resolve(DATA));
    AtomicFile.checkWritable(folder.resolve(PAGE));
  }

  /** Writes the result into a folder, as JSON and as a page. */
  static void write(Path folder, GpuResult result) throws IOException {
    AtomicFile.write(folder.resolve(DATA), out -> out.write(JSON.writeValueAsBytes(result)));
    page(folder, result);
  }

  /**
   * Reads a result from a folder and writes its page anew.
   *
   * @throws Failure when there is none
   */
  static GpuResult render(Path folder) throws IOException {
    Path data = folder.resolve(DATA);
    if (!Files.isRegularFile(data)) {
      throw new Failure("--render is '%s'; expected a folder with a %s".formatted(folder, DATA));
    }
    GpuResult result;
    try {
      result = JSON.readValue(data.toFile(), GpuResult.class);
    } catch (JsonProcessingException e) {
      throw new Failure(
          "--render is '%s'; expected a %s that this version wrote: %s"
              .formatted(folder, DATA, e.getOriginalMessage()));
    }
    page(folder, result);
    return result;
  }

  private static void page(Path folder, GpuResult result) throws IOException {
    byte[] page = Markdown.of(result).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(folder.resolve(PAGE), out -> out.write(page));
  }

  /** Prints the means of each group, and the bars behind them. */
  static void print(PrintWriter out, GpuResult result) {
    out.printf(
        "%n%s, %s, driver %s, %s%n",
        result.machine().device(),
        result.machine().deviceName(),
        result.machine().driver(),
        result.openCl());
    out.println(
        result.pytorch() == null
            ? "PyTorch: not asked for"
            : result.pytorch().version() + ", timed by " + result.pytorch().clock());
    List<CellResult> cells =
        result.cells().stream().filter(c -> c.family() == null && c.gbps() != null).toList();
    if (!cells.isEmpty()) {
      Table means = new Table("geometric mean over", "cells", "of copy", "PyTorch x", "compiled x");
      for (Direction direction : Direction.values()) {
        group(means, "activations " + direction, cells, c -> !c.isSoftmax(), direction);
        group(means, "softmaxes " + direction, cells, CellResult::isSoftmax, direction);
      }
      out.println();
      means.print(out);
    }
    List<Bar> asked = Bars.of(result).stream().filter(bar -> bar.planned() > 0).toList();
    if (!asked.isEmpty()) {
      Table bars = new Table("asked of an H100", "bar", "found", "", "of", "where");
      for (Bar bar : asked) {
        String sign = bar.atMost() ? "<= " : ">= ";
        bars.row(
            bar.name(),
            sign + bar.required(),
            number(bar.found()),
            bar.verdict(),
            bar.basis(),
            bar.where());
      }
      out.println();
      bars.print(out);
    }
    result
        .reasons()
        .forEach(
            (why, of) ->
                out.println(why + (of.isEmpty() ? "" : " (" + String.join(", ", of) + ")")));
    out.flush();
  }

  private static void group(
      Table table,
      String name,
      List<CellResult> cells,
      Predicate<CellResult> of,
      Direction direction) {
    List<CellResult> group =
        cells.stream().filter(of).filter(cell -> cell.direction() == direction).toList();
    table.row(
        name,
        group.size(),
        number(mean(group, CellResult::ofCopy)),
        number(mean(group, cell -> cell.ratio(CellResult.PYTORCH))),
        number(mean(group, cell -> cell.ratio(CellResult.COMPILED))));
  }

  private static @Nullable Double mean(
      List<CellResult> cells, Function<CellResult, @Nullable Double> number) {
    return Bars.geometricMean(cells.stream().map(number).filter(Objects::nonNull).toList());
  }

  private static String number(@Nullable Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%.2f", value);
  }
}
