package org.hillock.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentTest {

  private static final String EPOCH =
      "{'loss':'NaN','trainAccuracy':1,'testAccuracy':0.5,'deadShare':[0.1],"
          + "'saturatedShare':[0],'gradientNorm':[1e-9]}";
  private static final String RUN =
      "{'name':'n','activation':'a','data':'d','layers':[2,2],'learningRate':0.1,"
          + "'epochs':[EPOCH],'deadUnits':3,'more':{}}";

  @TempDir private Path folder;

  private Experiment read(String json) throws IOException {
    Path file = folder.resolve("experiment.json");
    Files.writeString(file, json.replace("RUN", RUN).replace("EPOCH", EPOCH).replace('\'', '"'));
    return Experiment.read(file);
  }

  @Test
  void readsTheSample() throws IOException, URISyntaxException {
    Path sample =
        Path.of(
            Objects.requireNonNull(ExperimentTest.class.getResource("experiment.json")).toURI());
    Experiment experiment = Experiment.read(sample);
    assertThat(experiment.runs()).hasSizeGreaterThan(10);
    assertThat(experiment.runs())
        .allSatisfy(run -> assertThat(run.epochs().get(0).gradientNorm()).isNotEmpty());
  }

  @Test
  void moreThanExpectedAndWhatIsNoNumberAreFine() throws IOException {
    Experiment experiment = read("{'device':'cpu','version':2,'runs':[RUN]}");
    assertThat(experiment.runs().get(0).epochs().get(0).loss()).isNaN();
    assertThat(experiment.runs().get(0).verdict()).isNull();
  }

  @Test
  void aLossThatIsNullStaysNull() throws IOException {
    Experiment experiment =
        read(
            "{'device':'cpu','runs':[RUN]}"
                .replace("RUN", RUN)
                .replace("EPOCH", EPOCH)
                .replace("'NaN'", "null"));
    assertThat(experiment.runs().get(0).epochs().get(0).loss()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'device':'cpu'} | runs is missing; expected one or more",
        "{'device':'cpu','runs':[]} | runs is empty; expected one or more",
        "{'runs':[RUN]} | device is missing",
        "{'device':'cpu','runs':[{'name':'n','learningRate':1}]} | activation is missing",
        "{'device':'cpu','runs':[{'layers':'x'}]} | layers",
        "{'device':'cpu','runs':[{'name':'n','activation':'a'}]} | learningRate",
        "{'device':'cpu', | Unexpected end-of-input",
        "null | holds null",
      })
  void saysWhatIsWrongAndWhere(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("experiment.json")
        .hasMessageContaining(message);
  }
}
