package org.hillock.bench.peers.pytorch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a TorchScript module of one expression, as {@code torch.jit.save} would: an archive of the
 * module's source and of its state, a pickle, which here says only that it is not in training.
 */
final class TorchScript {

  private static final String FILE_FORMAT = "10\n";

  private static final byte[] EMPTY_TUPLE = {(byte) 0x80, 2, ')', '.'};

  /** An object of class M whose state is {"training": False}. */
  private static final byte[] STATE =
      concatenation(
          new byte[] {(byte) 0x80, 2},
          ascii("c__torch__\nM\n"),
          new byte[] {')', (byte) 0x81, '}', '(', 'X', 8, 0, 0, 0},
          ascii("training"),
          new byte[] {(byte) 0x89, 'u', 'b', '.'});

  private TorchScript() {}

  /**
   * A module.
   *
   * @param expression an expression in the parameters, which gives a tensor
   * @param parameters the names of the tensors that forward takes
   * @return the content of a file
   */
  static byte[] module(String expression, String... parameters) {
    String source =
        """
        class M(Module):
          __parameters__ = []
          __buffers__ = []
          training : bool
          def forward(self: __torch__.M,
            %s) -> Tensor:
            return %s
        """
            .formatted(
                Arrays.stream(parameters)
                    .map(name -> name + ": Tensor")
                    .collect(Collectors.joining(",\n    ")),
                expression);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      entry(zip, "data.pkl", STATE);
      entry(zip, "code/__torch__.py", ascii(source));
      entry(zip, "constants.pkl", EMPTY_TUPLE);
      entry(zip, "version", ascii(FILE_FORMAT));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Not of memory.
    }
    return bytes.toByteArray();
  }

  /** Uncompressed: PyTorch reads nothing else. */
  private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry("module/" + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] concatenation(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
