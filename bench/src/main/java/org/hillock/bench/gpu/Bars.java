package org.hillock.bench.gpu;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;
import org.hillock.op.Direction;
import org.hillock.op.Softmax;
import org.jspecify.annotations.Nullable;

/** What is asked of an H100, held against what was found. */
public final class Bars {

  private static final long LARGE = 1L << 24;

  /** So much arithmetic that it takes about as long as the memory. */
  private static final String AT_THE_EDGE = "GELU";

  private static final long LEAST_ROWS = 4096;
  private static final long LEAST_COLUMNS = 256;
  private static final long MANY_COLUMNS = 16_384;
  private static final long MOST_COLUMNS = 262_144;
  private static final long SHORT_COLUMNS = 32;
  private static final long MANY_SHORT_ROWS = 1 << 20;

  private final List<CellResult> cells;
  private final List<Bar> bars = new ArrayList<>();

  private Bars(List<CellResult> cells) {
    this.cells = cells.stream().filter(cell -> cell.family() == null).toList();
  }

  /**
   * Holds a result against the bars.
   *
   * @param result what was found
   * @return every bar, met or not
   */
  public static List<Bar> of(GpuResult result) {
    Bars all = new Bars(result.cells());
    all.families(result.families(), result.familiesLeftOut());
    all.elementwise();
    all.softmax();
    LaunchCost launch = result.launch();
    boolean failed = result.why().containsKey(Stage.LAUNCH.name());
    all.bars.add(
        new Bar(
            "µs of the host for a launch",
            10,
            true,
            launch == null ? null : launch.enqueue(),
            launch == null ? 0 : 1,
            launch == null && !failed ? 0 : 1,
            "a tiny call"));
    return all.bars;
  }

  private void families(List<FamilyCheck.Result> checked, List<String> leftOut) {
    int wrong = checked.stream().mapToInt(f -> f.mismatches() + f.errors()).sum();
    List<String> missing = new ArrayList<>(leftOut);
    checked.stream()
        .filter(family -> !family.covered())
        .forEach(family -> missing.add(family.family()));
    int planned = checked.size() + leftOut.size();
    bars.add(
        new Bar(
            "mismatches, all families",
            0,
            true,
            checked.isEmpty() ? null : (double) wrong,
            planned - missing.size(),
            planned,
            missing.isEmpty() ? "" : "left out: " + String.join(", ", missing)));
  }

  private void elementwise() {
    Predicate<CellResult> large = cell -> !cell.isSoftmax() && cell.elements() >= LARGE;
    Predicate<CellResult> edge = cell -> cell.op().equals(AT_THE_EDGE);
    least("activations but GELU, of copy", 0.95, large.and(edge.negate()), CellResult::ofCopy);
    least("GELU, of copy", 0.85, large.and(edge), CellResult::ofCopy);
    least("activations, x PyTorch", 1, large, cell -> cell.ratio(CellResult.PYTORCH));
    mean("activations, x PyTorch, geometric mean", 1, large);
  }

  private void softmax() {
    Predicate<CellResult> softmax = cell -> cell.op().equals(Softmax.overAxis(-1).name());
    Predicate<CellResult> forward = softmax.and(cell -> cell.direction() == Direction.FORWARD);
    Predicate<CellResult> many = cell -> cell.rows() >= LEAST_ROWS;
    least(
        "softmax forward, 256 to 16K columns, of copy",
        0.90,
        forward.and(many).and(columns(LEAST_COLUMNS, MANY_COLUMNS)),
        CellResult::ofCopy);
    least(
        "softmax forward, 16K to 262K columns, of copy",
        0.60,
        forward.and(columns(MANY_COLUMNS + 1, MOST_COLUMNS)),
        CellResult::ofCopy);
    Predicate<CellResult> shortRows = columns(1, SHORT_COLUMNS);
    least(
        "softmax forward, 1048576x7 and x32, of copy",
        0.85,
        forward.and(shortRows).and(cell -> cell.rows() >= MANY_SHORT_ROWS),
        CellResult::ofCopy);
    mean("softmax forward, x PyTorch, geometric mean", 1.2, forward);
    Function<CellResult, @Nullable Double> ratio = cell -> cell.ratio(CellResult.PYTORCH);
    least("softmax forward, x PyTorch", 0.97, forward, ratio);
    Predicate<CellResult> backward = softmax.and(cell -> cell.direction() == Direction.BACKWARD);
    least("softmax backward, x PyTorch", 1.9, backward, ratio);
  }

  private static Predicate<CellResult> columns(long from, long to) {
    return cell -> cell.columns() >= from && cell.columns() <= to;
  }

  /** The least of the cells that have the number, and how many do not. */
  private void least(
      String name,
      double required,
      Predicate<CellResult> of,
      Function<CellResult, @Nullable Double> number) {
    List<CellResult> planned = cells.stream().filter(of).toList();
    List<CellResult> measured =
        planned.stream().filter(cell -> number.apply(cell) != null).toList();
    CellResult worst =
        measured.stream()
            .min(Comparator.comparingDouble(cell -> value(number.apply(cell))))
            .orElse(null);
    bars.add(
        new Bar(
            name,
            required,
            false,
            worst == null ? null : number.apply(worst),
            measured.size(),
            planned.size(),
            worst == null ? "" : worst.label()));
  }

  private void mean(String name, double required, Predicate<CellResult> of) {
    List<CellResult> planned = cells.stream().filter(of).toList();
    List<Double> ratios =
        planned.stream()
            .map(cell -> cell.ratio(CellResult.PYTORCH))
            .filter(Objects::nonNull)
            .toList();
    Double mean = geometricMean(ratios);
    bars.add(new Bar(name, required, false, mean, ratios.size(), planned.size(), ""));
  }

  /**
   * The geometric mean.
   *
   * @param numbers above 0
   * @return the mean; null of nothing
   */
  public static @Nullable Double geometricMean(List<Double> numbers) {
    OptionalDouble logarithm = numbers.stream().mapToDouble(Math::log).average();
    return logarithm.isPresent() ? Math.exp(logarithm.getAsDouble()) : null;
  }

  private static double value(@Nullable Double number) {
    return number == null ? Double.NaN : number;
  }
}
