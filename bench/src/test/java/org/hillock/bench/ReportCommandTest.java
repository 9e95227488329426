package org.hillock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hillock.bench.report.Experiment;
import org.hillock.op.Activation;
import org.hillock.op.Softmax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a page knows; ci/report has a browser draw it. */
class ReportCommandTest {

  @TempDir private Path folder;

  private static Path sample() throws URISyntaxException {
    return Path.of(Objects.requireNonNull(Experiment.class.getResource("experiment.json")).toURI());
  }

  private static JsonNode data(Path page) throws IOException {
    Matcher data = Pattern.compile("id=\"data\">(.*?)</script>").matcher(Files.readString(page));
    assertThat(data.find()).isTrue();
    return new ObjectMapper().readTree(data.group(1));
  }

  @Test
  void aPageOfOneDeviceAndAnExperiment() throws IOException, URISyntaxException {
    Path out = folder.resolve("page.html");
    Path peers = folder.resolve("peers.json");
    Files.writeString(
        peers,
        """
        {"threads":2,"peers":{"hillock":"ours"},"cells":[{"op":"COPY","direction":"FORWARD",
        "shape":"10","outcomes":[{"peer":"hillock","gbps":1.5},{"peer":"other","why":"none"}]}]}
        """);
    Run run =
        Run.of(
            "report",
            "--quick",
            "--seconds",
            0,
            "--device",
            "cpu",
            "--experiment",
            sample(),
            "--peers",
            peers,
            "--out",
            out);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains(out.toString(), "MB");
    JsonNode data = data(out);
    int functions = Activation.values().length;
    assertThat(data.at("/curves/functions")).hasSize(functions);
    assertThat(data.at("/errors/found")).hasSize(2 * functions);
    assertThat(data.at("/errors/found/0/by").fieldNames())
        .toIterable()
        .containsExactly("naive", "cpu");
    assertThat(data.at("/speeds")).isNotEmpty();
    assertThat(data.at("/speeds/0/results")).hasSize((functions + Softmax.kinds(-1).size()) * 4);
    assertThat(data.at("/verification/0/mismatches").intValue()).isZero();
    assertThat(data.at("/verification/0/cases").intValue()).isPositive();
    assertThat(data.at("/experiment/runs")).isNotEmpty();
    assertThat(data.at("/peers/cells/0/outcomes/1/gbps").isNull()).isTrue();
    assertThat(data.at("/machine/devices")).hasSize(1);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(out, peers); // no temporary file is left
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--out FOLDER/none/x.html | 1 | there is no folder",
        "--out FOLDER | 1 | is not a regular file",
        "--experiment FOLDER/none.json --out FOLDER/x.html | 1 | none.json",
        "--peers FOLDER/none.json --out FOLDER/x.html | 1 | none.json",
        "--seconds -1 --out FOLDER/x.html | 2 | --seconds is -1.0; expected 0 to 60",
        "--device nowhere --out FOLDER/x.html | 2 | nowhere",
        "--device | 2 | --device",
      })
  void badUsageIsSaidBeforeAnythingIsMeasured(String arguments, int status, String message)
      throws IOException {
    Run run =
        Run.of((Object[]) ("report " + arguments.replace("FOLDER", folder.toString())).split(" "));
    assertThat(run.status()).isEqualTo(status);
    assertThat(run.err()).contains(message);
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }
}
