package org.hillock.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hillock.bench.accuracy.Machine;
import org.hillock.op.Direction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is made of times that are made up. */
class BarsTest {

  private static CellResult softmax(
      Direction direction,
      @Nullable String family,
      long rows,
      long columns,
      double ours,
      double copy,
      double pytorch) {
    return new CellResult(
        "SOFTMAX",
        direction,
        rows + "x" + columns,
        rows,
        columns,
        family,
        1,
        2,
        7,
        Map.of(
            CellResult.HILLOCK, new Quartiles(ours, ours, ours),
            CellResult.COPY, new Quartiles(copy, copy, copy),
            CellResult.PYTORCH, new Quartiles(pytorch, pytorch, pytorch)),
        100.0,
        copy / ours,
        Map.of("compiled", "not tried"));
  }

  private static GpuResult result(
      List<CellResult> cells, List<FamilyCheck.Result> families, String... leftOut) {
    Machine machine = new Machine("opencl:0:0", "A GPU", "A platform", "1.2", "3", "17", "OS", "P");
    return new GpuResult(
        "2026-01-01T00:00:00Z",
        List.of("gpu", "--only", "softmax"),
        machine,
        "OpenCL 3.0 X",
        new PyTorch.About("PyTorch 9", "CUDA events"),
        0.4,
        1,
        families,
        List.of(leftOut),
        new LaunchCost(10, 4, 5, 6),
        cells,
        null,
        List.of(),
        Map.of("TRANSFERS", "no link"));
  }

  private static Bar bar(List<Bar> bars, String name) {
    return bars.stream().filter(bar -> bar.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void theWorstCellDecides() {
    List<CellResult> cells =
        List.of(
            softmax(Direction.FORWARD, null, 4096, 256, 100, 95, 110),
            softmax(Direction.FORWARD, null, 8192, 4096, 100, 80, 160),
            softmax(Direction.FORWARD, "SLOW", 4096, 8192, 100, 70, 50),
            softmax(Direction.BACKWARD, null, 8192, 4096, 100, 70, 200));
    List<Bar> bars = Bars.of(result(cells, List.of()));
    Bar many = bar(bars, "softmax forward, 256 to 16K columns, of copy");
    assertThat(many.found()).isEqualTo(0.8);
    assertThat(many.verdict()).isEqualTo("MISSED");
    assertThat(many.where()).contains("8192x4096");
    assertThat(bar(bars, "softmax backward, x PyTorch").verdict()).isEqualTo("met");
    Bar mean = bar(bars, "softmax forward, x PyTorch, geometric mean");
    assertThat(mean.found()).isEqualTo(Math.sqrt(1.1 * 1.6), within(1e-12));
    assertThat(bar(bars, "µs of the host for a launch").verdict()).isEqualTo("met");
    assertThat(bar(bars, "GELU, of copy").verdict()).isEqualTo("not measured");
    assertThat(bar(bars, "mismatches, all families").verdict()).isEqualTo("not measured");
  }

  @Test
  void oneMismatchMissesTheBar() {
    List<FamilyCheck.Result> families =
        List.of(
            new FamilyCheck.Result("A", 5, 4, 99, 0, 0, List.of()),
            new FamilyCheck.Result("B", 5, 4, 99, 1, 0, List.of("what differs")));
    GpuResult result = result(List.of(), families);
    assertThat(result.ok()).isFalse();
    assertThat(bar(Bars.of(result), "mismatches, all families").verdict()).isEqualTo("MISSED");
    assertThat(Markdown.of(result))
        .contains("# Measured on A GPU", "| B | 5 | 4 | 99 | 1 | 0 |", "- what differs")
        .contains("- TRANSFERS: no link");
  }

  private static CellResult without(Direction direction, long rows, long columns, String why) {
    return new CellResult(
        "SOFTMAX",
        direction,
        rows + "x" + columns,
        rows,
        columns,
        null,
        0,
        0,
        0,
        Map.of(),
        null,
        null,
        Map.of(why, "of a reason"));
  }

  @Test
  void aBarIsNotMetBeforeAllThatWasPlannedIsMeasured() {
    String name = "softmax forward, 256 to 16K columns, of copy";
    CellResult good = softmax(Direction.FORWARD, null, 4096, 256, 100, 95, 110);
    CellResult bad = softmax(Direction.FORWARD, null, 8192, 4096, 100, 80, 160);
    CellResult failed = without(Direction.FORWARD, 4096, 1024, CellResult.HILLOCK);
    CellResult leftOut = without(Direction.FORWARD, 4096, 2048, CellResult.LEFT_OUT);
    assertThat(bar(Bars.of(result(List.of(good, good), List.of())), name))
        .satisfies(bar -> assertThat(bar.verdict()).isEqualTo("met"))
        .satisfies(bar -> assertThat(bar.basis()).isEqualTo("2 of 2"));
    for (CellResult lacking : List.of(failed, leftOut)) {
      List<Bar> bars = Bars.of(result(List.of(good, lacking), List.of()));
      assertThat(bar(bars, name).verdict()).isEqualTo("incomplete");
      assertThat(bar(bars, name).basis()).isEqualTo("1 of 2");
      assertThat(bar(Bars.of(result(List.of(bad, lacking), List.of())), name).verdict())
          .isEqualTo("MISSED");
    }
    Bar mean =
        bar(
            Bars.of(
                result(
                    List.of(softmax(Direction.FORWARD, null, 1, 9, 1, 1, 2), leftOut), List.of())),
            "softmax forward, x PyTorch, geometric mean");
    assertThat(mean.verdict()).isEqualTo("incomplete");
    assertThat(mean.basis()).isEqualTo("1 of 2");
    assertThat(bar(Bars.of(result(List.of(failed), List.of())), name).verdict())
        .isEqualTo("not measured");
  }

  @Test
  void aKernelThatFailsIsAFailureAndOneLeftOutIsNot() {
    CellResult failed = without(Direction.FORWARD, 4096, 1024, CellResult.HILLOCK);
    CellResult leftOut = without(Direction.BACKWARD, 4096, 2048, CellResult.LEFT_OUT);
    assertThat(without("TRANSFERS", result(List.of(failed), List.of())).ok()).isFalse();
    GpuResult result = without("TRANSFERS", result(List.of(leftOut), List.of()));
    assertThat(result.ok()).isTrue();
    assertThat(result(List.of(), List.of()).ok()).as("a stage failed").isFalse();
    assertThat(Markdown.of(result))
        .contains("- left out: of a reason (SOFTMAX BACKWARD 4096x2048)")
        .doesNotContain("## Softmax");
  }

  private static GpuResult without(String part, GpuResult result) {
    Map<String, String> why = new HashMap<>(result.why());
    why.remove(part);
    return new GpuResult(
        result.date(),
        result.command(),
        result.machine(),
        result.openCl(),
        result.pytorch(),
        result.seconds(),
        result.rotation(),
        result.families(),
        result.familiesLeftOut(),
        result.launch(),
        result.cells(),
        result.transfers(),
        result.openings(),
        why);
  }

  @Test
  void familiesLeftOutAreNamedAndKeepTheBarFromBeingMet() {
    FamilyCheck.Result right = new FamilyCheck.Result("A", 5, 4, 99, 0, 0, List.of());
    FamilyCheck.Result empty = new FamilyCheck.Result("B", 0, 4, 99, 0, 0, List.of());
    String name = "mismatches, all families";
    assertThat(bar(Bars.of(result(List.of(), List.of(right))), name).verdict()).isEqualTo("met");
    Bar bar = bar(Bars.of(result(List.of(), List.of(right, empty), "C", "D")), name);
    assertThat(bar.verdict()).isEqualTo("incomplete");
    assertThat(bar.basis()).isEqualTo("1 of 4");
    assertThat(bar.where()).isEqualTo("left out: C, D, B");
    assertThat(Markdown.of(result(List.of(), List.of(empty)))).contains("| B, not covered | 0 |");
  }

  @Test
  void theLowerBarIsThatOfGeluAlone() {
    List<CellResult> cells =
        Stream.of("GELU", "GELU_TANH")
            .map(
                op ->
                    new CellResult(
                        op,
                        Direction.FORWARD,
                        "16777216",
                        1,
                        1 << 24,
                        null,
                        1,
                        2,
                        7,
                        Map.of(CellResult.HILLOCK, new Quartiles(1, 1, 1)),
                        100.0,
                        0.9,
                        Map.of()))
            .toList();
    List<Bar> bars = Bars.of(result(cells, List.of()));
    assertThat(bar(bars, "GELU, of copy").where()).isEqualTo("GELU FORWARD 16777216");
    assertThat(bar(bars, "GELU, of copy").verdict()).isEqualTo("met");
    Bar others = bar(bars, "activations but GELU, of copy");
    assertThat(others.where()).isEqualTo("GELU_TANH FORWARD 16777216");
    assertThat(others.verdict()).isEqualTo("MISSED");
  }

  @Test
  void theLargestSizesComeFirst() {
    assertThat(Plan.full().elementwise())
        .extracting(work -> work.shape().size())
        .isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  void thePageHasEveryCell() {
    CellResult plain = softmax(Direction.FORWARD, null, 4096, 256, 100, 95, 110);
    CellResult forced = softmax(Direction.FORWARD, "WAY", 4096, 256, 100, 95, 110);
    String page = Markdown.of(result(List.of(plain, forced), List.of()));
    assertThat(page)
        .contains("| SOFTMAX forward | 4096x256 | 100 | 100 | 0.95 | 1.10 | - |")
        .contains("| SOFTMAX forward by WAY | 4096x256 |")
        .contains("- compiled: not tried (SOFTMAX FORWARD 4096x256");
  }
}
