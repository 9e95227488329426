package org.hillock.bench.npy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hillock.op.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyWriterTest {

  @TempDir private Path folder;

  private static byte[] write(Shape shape, float... values) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NpyWriter.write(out, shape, values);
    return out.toByteArray();
  }

  @Test
  void theBytesThatNumPyWrites() throws Exception {
    Path file = Path.of(NpyWriterTest.class.getResource("f4.npy").toURI());
    NpyArray array = NpyReader.read(file);
    assertThat(write(array.shape(), array.values())).isEqualTo(Files.readAllBytes(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"scalar | 1", "0 | 0", "1 | 1", "2x0x3 | 0", "5x3x7x2 | 210"})
  void whatIsWrittenCanBeRead(String name, int size) throws IOException {
    Shape shape =
        name.equals("scalar")
            ? Shape.of()
            : Shape.of(
                java.util.Arrays.stream(name.split("x")).mapToLong(Long::parseLong).toArray());
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = i - 2.5f;
    }
    NpyArray array = NpyReader.read(NpyFiles.write(folder.resolve("a.npy"), write(shape, values)));
    assertThat(array.shape()).isEqualTo(shape);
    assertThat(array.values()).isEqualTo(values);
  }

  @Test
  void dataBeginsAtAMultipleOf64() throws IOException {
    for (long length = 1; length < 1_000_000_000; length *= 10) {
      assertThat(write(Shape.of(0, length)).length % 64).isZero();
    }
  }
}
