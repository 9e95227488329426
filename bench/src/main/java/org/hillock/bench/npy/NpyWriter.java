package org.hillock.bench.npy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.hillock.op.Shape;

/**
 * Writes float32 arrays in C order, little-endian, in format version 1.0, which every NumPy reads.
 */
public final class NpyWriter {

  private static final byte[] START = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  /** NumPy wants the data to begin at a multiple of it. */
  private static final int ALIGNMENT = 64;

  private static final int CHUNK_ELEMENTS = 1 << 18;

  private NpyWriter() {}

  /**
   * Writes an array.
   *
   * @param out where to; left open
   * @param shape the shape
   * @param values as many elements as the shape has, in C order
   * @throws IOException when writing fails
   */
  public static void write(OutputStream out, Shape shape, float[] values) throws IOException {
    out.write(header(shape));
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.min(values.length, CHUNK_ELEMENTS) * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    int count;
    for (int from = 0; from < values.length; from += count) {
      count = Math.min(CHUNK_ELEMENTS, values.length - from);
      bytes.asFloatBuffer().put(values, from, count);
      out.write(bytes.array(), 0, count * Float.BYTES);
    }
  }

  private static byte[] header(Shape shape) {
    String text = "{'descr': '<f4', 'fortran_order': False, 'shape': %s, }".formatted(tuple(shape));
    int unpadded = START.length + 2 + text.length() + 1;
    int padding = Math.floorMod(-unpadded, ALIGNMENT);
    String padded = text + " ".repeat(padding) + "\n";
    return ByteBuffer.allocate(unpadded + padding)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(START)
        .putShort((short) padded.length())
        .put(padded.getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  private static String tuple(Shape shape) {
    String dimensions =
        Arrays.stream(shape.dimensions())
            .mapToObj(Long::toString)
            .collect(Collectors.joining(", "));
    return "(" + dimensions + (shape.rank() == 1 ? ",)" : ")");
  }
}
