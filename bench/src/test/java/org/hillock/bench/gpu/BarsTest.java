package org.hillock.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
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

  private static GpuResult result(List<CellResult> cells, List<FamilyCheck.Result> families) {
    Machine machine = new Machine("opencl:0:0", "A GPU", "A platform", "1.2", "3", "17", "OS", "P");
    return new GpuResult(
        "2026-01-01T00:00:00Z",
        List.of("gpu", "--only", "softmax"),
        machine,
        new PyTorch.About("PyTorch 9", "CUDA events"),
        0.4,
        1,
        families,
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
            new FamilyCheck.Result("A", 9, 99, 0, 0, List.of()),
            new FamilyCheck.Result("B", 9, 99, 1, 0, List.of("what differs")));
    GpuResult result = result(List.of(), families);
    assertThat(result.sameBits()).isFalse();
    assertThat(bar(Bars.of(result), "mismatches, all families").verdict()).isEqualTo("MISSED");
    assertThat(Markdown.of(result))
        .contains("# Measured on A GPU", "| B | 9 | 99 | 1 | 0 |", "- what differs")
        .contains("- TRANSFERS: no link");
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
