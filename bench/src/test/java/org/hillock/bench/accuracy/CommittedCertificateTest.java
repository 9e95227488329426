package org.hillock.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.hillock.op.Activation;
import org.junit.jupiter.api.Test;

/** The certificate in the repository is of this very arithmetic, whole and good. */
class CommittedCertificateTest {

  private static final Path FOLDER = Path.of("results/accuracy");

  @Test
  void theCertificateIsOfThePresentArithmetic() throws IOException {
    assertThat(FOLDER.resolve("certificate.json")).exists();
    Certificate certificate =
        new Folder(FOLDER, (file, content) -> Files.write(file, content)).certificate();
    assertThat(Certification.faults(certificate, Stream.of(Activation.values())))
        .as(
            "bench/results/accuracy; mend it: bench/hillock accuracy --all --out %s",
            "bench/results/accuracy")
        .isEmpty();
  }
}
