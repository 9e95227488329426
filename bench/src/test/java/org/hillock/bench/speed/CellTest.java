package org.hillock.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CellTest {

  @Test
  void countsItsRunsButNotTheWarmUp() {
    int[] calls = new int[1];
    Cell cell = new Cell("OP", "FORWARD", SpeedResult.HOST, 800, () -> calls[0]++);
    cell.warmUp();
    for (int i = 0; i < 40; i++) {
      cell.run();
    }
    SpeedResult result = cell.result("100", 2);
    assertThat(calls[0]).isEqualTo(41);
    assertThat(result.runs()).isEqualTo(40);
    assertThat(result.gbps()).isEqualTo(800 / Math.max(1, cell.median()));
    assertThat(result.ofCopy()).isEqualTo(result.gbps() / 2);
    assertThat(result.medianMicros()).isEqualTo(cell.median() / 1e3);
  }
}
