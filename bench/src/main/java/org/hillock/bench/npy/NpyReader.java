package org.hillock.bench.npy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.hillock.op.Shape;

/**
 * Reads an array of float32, float64 or float16 in C order, of either byte order, from a file of
 * format version 1.0, 2.0 or 3.0. All that the header claims is checked against the file's length
 * before anything is allocated.
 */
public final class NpyReader {

  /** The longest Java array that every JVM allows. */
  private static final int MOST_ELEMENTS = Integer.MAX_VALUE - 8;

  /** Beyond it a header is damaged: NumPy's own limit is 10,000 characters. */
  private static final int LONGEST_HEADER = 1 << 20;

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int CHUNK = 1 << 20;

  private final Path file;
  private final FileChannel channel;
  private final long length;

  private NpyReader(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.length = channel.size();
  }

  /**
   * Reads an array.
   *
   * @param file the file
   * @return its shape and elements
   * @throws NpyException when the file is not there or is not what can be read
   * @throws IOException when reading fails
   */
  public static NpyArray read(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new NpyException(file, "is not a regular file");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      return new NpyReader(file, channel).array();
    } catch (NoSuchFileException e) {
      throw new NpyException(file, "there is no such file", e);
    }
  }

  private NpyArray array() throws IOException {
    Header header = header();
    ElementType.Described described =
        ElementType.of(header.descr())
            .orElseThrow(
                () ->
                    problem(
                        "element type is '%s'; expected %s"
                            .formatted(Printable.of(header.descr(), 40), ElementType.accepted())));
    ElementType type = described.type();
    if (header.fortranOrder()) {
      throw problem(
          "the array is in Fortran order; expected C order: save numpy.ascontiguousarray(array)");
    }
    Shape shape = shape(header.shape());
    long found = length - channel.position();
    long expected = shape.size() * type.bytes();
    if (found != expected) {
      throw problem(
          "holds %d bytes of data; expected %d for shape %s of %s: the file is %s"
              .formatted(
                  found,
                  expected,
                  Arrays.toString(header.shape()),
                  type.label(),
                  found < expected ? "truncated" : "longer than its header says"));
    }
    float[] values = values(described, (int) shape.size());
    return new NpyArray(shape, values, note(type, values));
  }

  private Header header() throws IOException {
    byte[] magic = new byte[MAGIC.length];
    if (length < MAGIC.length + 2) {
      throw problem("is %d bytes long, too short for a .npy file".formatted(length));
    }
    take(MAGIC.length).get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw problem(
          "begins with \"%s\", not with the magic bytes \\x93NUMPY: it is not a .npy file"
              .formatted(
                  Printable.of(new String(magic, StandardCharsets.ISO_8859_1), MAGIC.length)));
    }
    ByteBuffer version = take(2);
    int major = version.get() & 0xff;
    int minor = version.get() & 0xff;
    if (major < 1 || major > 3 || minor != 0) {
      throw problem("has format version %d.%d; expected 1.0, 2.0 or 3.0".formatted(major, minor));
    }
    int sizeBytes = major == 1 ? 2 : 4;
    if (length - channel.position() < sizeBytes) {
      throw problem("ends inside its header: the file is truncated");
    }
    ByteBuffer sizeField = take(sizeBytes);
    long size = major == 1 ? sizeField.getShort() & 0xffffL : sizeField.getInt() & 0xffffffffL;
    if (size > length - channel.position()) {
      throw problem(
          "says that its header is %d bytes long, but only %d follow: the file is truncated or damaged"
              .formatted(size, length - channel.position()));
    }
    if (size > LONGEST_HEADER) {
      throw problem(
          "has a header of %d bytes; expected at most %d".formatted(size, LONGEST_HEADER));
    }
    byte[] text = new byte[(int) size];
    take((int) size).get(text);
    try {
      return HeaderParser.parse(
          new String(text, major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException e) {
      throw new NpyException(file, String.valueOf(e.getMessage()), e);
    }
  }

  private Shape shape(long[] dimensions) {
    Shape shape;
    try {
      shape = Shape.of(dimensions);
    } catch (IllegalArgumentException e) {
      throw new NpyException(file, String.valueOf(e.getMessage()), e);
    }
    if (shape.size() > MOST_ELEMENTS) {
      throw problem(
          "has %d elements (shape %s); expected at most %d, the longest Java array"
              .formatted(shape.size(), Arrays.toString(dimensions), MOST_ELEMENTS));
    }
    return shape;
  }

  private float[] values(ElementType.Described described, int size) throws IOException {
    float[] values = new float[size];
    ElementType type = described.type();
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK).order(described.order());
    int chunk = CHUNK / type.bytes();
    int count;
    for (int from = 0; from < size; from += count) {
      count = Math.min(chunk, size - from);
      bytes.clear().limit(count * type.bytes());
      fill(bytes);
      for (int i = from; i < from + count; i++) {
        values[i] = type.next(bytes);
      }
    }
    return values;
  }

  private static Optional<String> note(ElementType type, float[] values) {
    return switch (type) {
      case FLOAT32 -> Optional.empty();
      case FLOAT16 -> Optional.of("float16 widened to float32");
      case FLOAT64 -> {
        long infinite = 0;
        for (float value : values) {
          infinite += Float.isInfinite(value) ? 1 : 0;
        }
        yield Optional.of(
            "float64 rounded to float32"
                + (infinite == 0 ? "" : "; " + infinite + " elements are infinite in float32"));
      }
    };
  }

  private ByteBuffer take(int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    fill(buffer);
    return buffer;
  }

  private void fill(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException(file + ": became shorter while it was read");
      }
    }
    buffer.flip();
  }

  private NpyException problem(String text) {
    return new NpyException(file, text);
  }
}
