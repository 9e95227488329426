package org.hillock.bench.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.hillock.op.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyReaderTest {

  private static final byte[] SIX = NpyFiles.floats(ByteOrder.LITTLE_ENDIAN, 1, -0f, 3, 4, 5, 6);

  @TempDir private Path folder;

  private NpyArray read(byte[] bytes) throws IOException {
    return NpyReader.read(NpyFiles.write(folder.resolve("a.npy"), bytes));
  }

  private void refused(byte[] bytes, String... words) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(NpyException.class)
        .hasMessageStartingWith(folder.resolve("a.npy") + ": ")
        .message()
        .contains(words);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyFormatVersion(int major) throws IOException {
    NpyArray array = read(NpyFiles.bytes(major, NpyFiles.header("<f4", "(2, 3)"), SIX));
    assertThat(array.shape()).isEqualTo(Shape.of(2, 3));
    assertThat(array.values()).containsExactly(1, -0f, 3, 4, 5, 6);
    assertThat(array.note()).isEmpty();
  }

  @Test
  void bigEndian() throws IOException {
    byte[] data = NpyFiles.floats(ByteOrder.BIG_ENDIAN, 1.5f, -2.25f);
    NpyArray array = read(NpyFiles.bytes(1, NpyFiles.header(">f4", "(2,)"), data));
    assertThat(array.values()).containsExactly(1.5f, -2.25f);
    assertThat(array.note()).isEmpty();
  }

  @Test
  void float64IsRoundedAndSaysSo() throws IOException {
    byte[] data = ByteBuffer.allocate(24).putDouble(0.1).putDouble(-1e300).putDouble(2).array();
    NpyArray array = read(NpyFiles.bytes(1, NpyFiles.header(">f8", "(3,)"), data));
    assertThat(array.values()).containsExactly(0.1f, Float.NEGATIVE_INFINITY, 2);
    assertThat(array.note())
        .hasValue("float64 rounded to float32; 1 elements are infinite in float32");
  }

  @Test
  void float16IsWidenedAndSaysSo() throws IOException {
    byte[] data = {0x00, 0x3c, 0x00, (byte) 0xfc};
    NpyArray array = read(NpyFiles.bytes(1, NpyFiles.header("<f2", "(2,)"), data));
    assertThat(array.values()).containsExactly(1, Float.NEGATIVE_INFINITY);
    assertThat(array.note()).hasValue("float16 widened to float32");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"() | 1", "(0,) | 0", "(3, 0, 2) | 0", "(1, 1, 1) | 1"})
  void scalarsAndEmptyArrays(String shape, int size) throws IOException {
    byte[] data = NpyFiles.floats(ByteOrder.LITTLE_ENDIAN, new float[size]);
    NpyArray array = read(NpyFiles.bytes(1, NpyFiles.header("<f4", shape), data));
    assertThat(array.values()).hasSize(size);
    assertThat(array.shape().size()).isEqualTo(size);
  }

  @Test
  void moreThanOneChunk() throws IOException {
    float[] values = new float[1_000_003];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    byte[] data = NpyFiles.floats(ByteOrder.LITTLE_ENDIAN, values);
    NpyArray array = read(NpyFiles.bytes(1, NpyFiles.header("<f4", "(1000003,)"), data));
    assertThat(array.values()).isEqualTo(values);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'shape': (2, 3), 'fortran_order': False, 'descr': '<f4'}",
        "{\"descr\":\"<f4\",\"fortran_order\":False,\"shape\":(2,3)}",
        "{ 'descr' : '<f4' , 'fortran_order' : False , 'shape' : ( 2 , 3 , ) , }      ",
      })
  void headersAsPythonMayWriteThem(String header) throws IOException {
    assertThat(read(NpyFiles.bytes(1, header, SIX)).shape()).isEqualTo(Shape.of(2, 3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '"',
      value = {
        "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), } ~ Fortran order; expected C order",
        "{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), } ~ '<i4'; expected '<f4' or '>f4'",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (24,), } ~ '|u1'; expected",
        "{'descr': '=f4', 'fortran_order': False, 'shape': (2, 3), } ~ '=f4'; expected",
        "{'descr': '<f16', 'fortran_order': False, 'shape': (2, 3), } ~ '<f16'; expected",
        "{'descr': '<c8', 'fortran_order': False, 'shape': (3,), } ~ '<c8'; expected",
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (6,), } ~ structured: [('a', '<f4')]; expected",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, -3), } ~ dimension 1 of shape [2, -3] is -3",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 4), } ~ holds 24 bytes of data; expected 32",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), } ~ longer than its header says",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (), } ~ holds 24 bytes of data; expected 4",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2147483640,), } ~ has 2147483640 elements",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), } ~ more than 2^63 - 1 elements",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), } ~ a whole number below 2^63",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2.0, 3), } ~ expected ',' or ')'",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2 3), } ~ expected ',' or ')'",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (6), } ~ expected a tuple such as (6,)",
        "{'descr': '<f4', 'fortran_order': False, 'shape': 6, } ~ expected '('",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3 ~ its end at character",
        "{'descr': '<f4', 'fortran_order': 0, 'shape': (2, 3), } ~ expected True or False",
        "{'descr': '<f4', 'shape': (2, 3), } ~ lacks 'fortran_order'",
        "{'fortran_order': False, 'shape': (2, 3), } ~ lacks 'descr'",
        "{'descr': '<f4', 'fortran_order': False, } ~ lacks 'shape'",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), 'x': 1} ~ has a key 'x'",
        "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (6,), } ~ the key 'descr' twice",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), } + 1 ~ expected the end of the header",
        "{'descr': '<f4, 'fortran_order': False, 'shape': (2, 3), } ~ expected",
        "{'descr ~ expected a string that ends",
        "import os ~ expected '{'",
      })
  void badHeaders(String header, String message) {
    refused(NpyFiles.bytes(1, header, SIX), message);
  }

  @Test
  void otherFiles() {
    refused(new byte[0], "0 bytes long, too short");
    refused(
        "PK\3\4 a zip file".getBytes(java.nio.charset.StandardCharsets.UTF_8),
        "PK??",
        "not a .npy file");
    byte[] future = NpyFiles.bytes(1, NpyFiles.header("<f4", "(2, 3)"), SIX);
    future[6] = 4;
    refused(future, "format version 4.0; expected 1.0, 2.0 or 3.0");
    future[6] = 1;
    future[7] = 9;
    refused(future, "format version 1.9");
  }

  @Test
  void headerLengthThatLies() {
    byte[] file = NpyFiles.bytes(1, NpyFiles.header("<f4", "(2, 3)"), SIX);
    file[9] = (byte) 0xff;
    refused(file, "says that its header is", "bytes long, but only", "truncated or damaged");
    byte[] large = NpyFiles.bytes(2, NpyFiles.header("<f4", "(2, 3)"), SIX);
    large[11] = (byte) 0xff;
    refused(large, "says that its header is 4278190", "truncated or damaged");
    byte[] small = NpyFiles.bytes(1, NpyFiles.header("<f4", "(2, 3)"), SIX);
    small[8] = 20;
    refused(small, "header has");
  }

  @Test
  void truncatedAnywhere() {
    byte[] whole = NpyFiles.bytes(2, NpyFiles.header("<f4", "(2, 3)"), SIX);
    for (int length = 0; length < whole.length; length++) {
      refused(Arrays.copyOf(whole, length), "a.npy");
    }
  }

  @Test
  void damagedAnywhereNeverFailsInAnotherWay() throws IOException {
    byte[] whole = NpyFiles.bytes(1, NpyFiles.header("<f4", "(2, 3)"), SIX);
    for (int i = 0; i < whole.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] damaged = whole.clone();
        damaged[i] ^= (byte) (1 << bit);
        try {
          assertThat(read(damaged).values()).hasSize(6);
        } catch (NpyException e) {
          assertThat(e).hasMessageContaining("a.npy: ");
        }
      }
    }
  }

  @Test
  void missingFileAndFolder() {
    assertThatThrownBy(() -> NpyReader.read(folder.resolve("missing.npy")))
        .isInstanceOf(NpyException.class)
        .hasMessageContaining("missing.npy: there is no such file");
    assertThatThrownBy(() -> NpyReader.read(folder))
        .isInstanceOf(NpyException.class)
        .hasMessageContaining("not a regular file");
  }

  /** Written by NumPy 1.24: tools of ours had no part in it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "f4.npy | 3x4",
        "f8.npy | 7",
        "f2.npy | 2x5",
        "big_endian.npy | 3x4",
        "scalar.npy | scalar",
        "empty.npy | 0x3"
      })
  void filesWrittenByNumPy(String name, String shape) throws Exception {
    Path file = Path.of(NpyReaderTest.class.getResource(name).toURI());
    NpyArray array = NpyReader.read(file);
    assertThat(array.shape()).hasToString(shape);
    for (int i = 0; i < array.values().length; i++) {
      assertThat(array.values()[i]).isEqualTo((i - 3) * 0.5f);
    }
  }

  @Test
  void fortranOrderWrittenByNumPy() throws Exception {
    Path file = Path.of(NpyReaderTest.class.getResource("fortran.npy").toURI());
    assertThatThrownBy(() -> NpyReader.read(file))
        .isInstanceOf(NpyException.class)
        .hasMessageContaining("Fortran order");
  }
}
