package org.hillock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our own library alone, in a process as every peer has; nothing is fetched here. */
class PeersCommandTest {

  @TempDir private Path folder;

  private JsonNode peers(String arguments) throws IOException {
    Path file = folder.resolve("peers.json");
    Run run =
        Run.of(
            (Object[])
                ("peers --only hillock --rounds 3 --threads 1 --json " + file + " " + arguments)
                    .split(" "));
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("hillock: Hillock CPU implementation, 1 thread", "results preallocated")
        .contains("multiply-adds/ns", "of limit", "max ULP")
        .doesNotContain("geometric mean");
    return Run.json(file);
  }

  @Test
  void anActivationBothWays() throws IOException {
    JsonNode json = peers("--op gelu --elements 5000");
    assertThat(json.get("threads").intValue()).isEqualTo(1);
    assertThat(json.get("multiplyAddsPerNano").doubleValue()).isPositive();
    assertThat(json.get("cells")).hasSize(2);
    for (JsonNode cell : json.get("cells")) {
      assertThat(cell.get("op").textValue()).isEqualTo("GELU");
      assertThat(cell.get("shape").textValue()).isEqualTo("5000");
      assertThat(cell.at("/ceiling/copyMillis").doubleValue()).isPositive();
      assertThat(cell.at("/ceiling/arithmeticMillis").doubleValue()).isPositive();
      JsonNode ours = cell.at("/outcomes/0");
      assertThat(ours.get("peer").textValue()).isEqualTo("hillock");
      assertThat(ours.get("ratio").doubleValue()).isEqualTo(1);
      assertThat(ours.get("result").textValue()).isEqualTo("PREALLOCATED");
      assertThat(ours.at("/error/maxUlp").doubleValue()).isBetween(0.5, 1.0);
    }
  }

  @Test
  void aSoftmaxOfSeveralShapes() throws IOException {
    JsonNode json = peers("--op softmax --direction forward --shapes 3x5,1x4097");
    assertThat(json.get("cells").findValuesAsText("shape")).containsExactly("3x5", "1x4097");
    assertThat(json.get("cells").findValuesAsText("direction")).containsOnly("FORWARD");
  }

  @Test
  void othersNeedTheSourceTree() {
    Run run = Run.of("peers", "--only", "onnxruntime");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).containsPattern("run bench/hillock peers there|on Linux on amd64 only");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--op nothing | there is no operation 'nothing'",
        "--elements 0 | --elements is 0; expected 1 to 536870911",
        "--elements 600000000 | --elements is 600000000; expected 1 to",
        "--shapes 4096by1024 | --shapes has '4096by1024'; expected rows and columns such as",
        "--shapes 3x4,5 | --shapes has '5'",
        "--shapes 3x | --shapes has '3x'",
        "--shapes 0x7 | --shapes has '0x7'",
        "--shapes 1x2x3 | --shapes has '1x2x3'",
        "--shapes 65536x65536 | --shapes has '65536x65536'; expected rows and columns",
        "--rounds 0 | --rounds is 0; expected 1 to",
        "--threads -2 | --threads is -2; expected 1 to",
        "--direction sideways | sideways",
        "--only tensorflow | tensorflow",
      })
  void badUsage(String arguments, String message) {
    Run run = Run.of((Object[]) ("peers " + arguments).split(" "));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(message).contains("Try 'hillock peers --help'.");
  }
}
