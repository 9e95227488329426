package org.hillock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hillock.bench.peers.Cell;
import org.hillock.bench.peers.ErrorFound;
import org.hillock.bench.peers.Means;
import org.hillock.bench.peers.Outcome;
import org.hillock.bench.peers.ResultPlace;
import org.hillock.op.Direction;
import org.junit.jupiter.api.Test;

class PeersReportTest {

  private static Outcome outcome(String peer, double ratio, double ordinary, double max) {
    return new Outcome(
        peer,
        4 * ratio,
        10 / ratio,
        ratio,
        ResultPlace.PREALLOCATED,
        new ErrorFound(max, ordinary == 0 ? null : ordinary, 1, 2, 3, 4),
        null);
  }

  @Test
  void ratiosErrorsAndWhatIsMissing() {
    Map<String, String> peers = new LinkedHashMap<>();
    peers.put("hillock", "Hillock 1");
    peers.put("pytorch", "PyTorch 2");
    peers.put("nd4j", "does not run: no library");
    List<Cell> cells =
        List.of(
            new Cell(
                "GELU",
                Direction.FORWARD,
                "1024",
                new Cell.Ceiling(2, 1, 2),
                List.of(
                    outcome("hillock", 1, 0.7, 0.9),
                    outcome("pytorch", 2.5, 123, 1.6e7),
                    new Outcome("nd4j", null, null, null, null, null, "no library"))),
            new Cell(
                "TANH",
                Direction.BACKWARD,
                "1024",
                new Cell.Ceiling(3, 3, 2),
                List.of(
                    outcome("hillock", 1, 0.7, 0.9),
                    outcome("pytorch", 0.5, 0, Double.POSITIVE_INFINITY),
                    new Outcome("nd4j", null, null, null, null, null, "no library"))));
    StringWriter out = new StringWriter();
    new PeersReport(2, 11, 123.4, peers, cells, Means.of(cells)).print(new PrintWriter(out));
    assertThat(out.toString().replace(System.lineSeparator(), "\n"))
        .isEqualTo(
            """
            hillock: Hillock 1; results preallocated
            pytorch: PyTorch 2; results preallocated
            nd4j: does not run: no library; no results
            Threads: 2; medians of up to 11 rounds; 123 multiply-adds/ns in cache

            op    direction  shape    ms  GB/s  of limit  limit           max ULP  pytorch x      max ULP  nd4j x  max ULP
            GELU  FORWARD     1024  4.00  10.0      0.50  arithmetic  0.70 / 0.90       2.50  123 / 2e+07       -        -
            TANH  BACKWARD    1024  4.00  10.0      0.75  copy        0.70 / 0.90       0.50      - / inf       -        -

            geometric mean over   pytorch x  nd4j x
            activations forward        2.50       -
            activations backward       0.50       -

            - nd4j: no library (GELU FORWARD, TANH BACKWARD)
            """);
  }
}
