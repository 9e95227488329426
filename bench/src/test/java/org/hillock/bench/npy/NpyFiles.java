package org.hillock.bench.npy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Builds files byte by byte, good ones and bad ones. */
public final class NpyFiles {

  private NpyFiles() {}

  /** A file of a format version with a header of one's own and data. */
  public static byte[] bytes(int major, String header, byte[] data) {
    byte[] text = (header + "\n").getBytes(StandardCharsets.UTF_8);
    ByteBuffer size = ByteBuffer.allocate(major == 1 ? 2 : 4).order(ByteOrder.LITTLE_ENDIAN);
    if (major == 1) {
      size.putShort((short) text.length);
    } else {
      size.putInt(text.length);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) major, 0});
    file.writeBytes(size.array());
    file.writeBytes(text);
    file.writeBytes(data);
    return file.toByteArray();
  }

  /** The header of an array in C order. */
  public static String header(String descr, String shape) {
    return "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(descr, shape);
  }

  /** Floats as bytes. */
  public static byte[] floats(ByteOrder order, float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(order);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  /** A good file of little-endian float32. */
  public static Path write(Path file, String shape, float... values) {
    byte[] data = floats(ByteOrder.LITTLE_ENDIAN, values);
    return write(file, bytes(1, header("<f4", shape), data));
  }

  /** A file of any bytes. */
  public static Path write(Path file, byte[] bytes) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
