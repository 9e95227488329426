package org.hillock.bench.accuracy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A folder with certificate.json, README.md for people, and, while a function is half swept,
 * partial.json. Each is written whole or not at all. A file called lock keeps two runs apart.
 */
public final class Folder {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path folder;
  private final Writer writer;

  /** Writes a file whole or not at all. */
  public interface Writer {

    /**
     * Writes.
     *
     * @param file where to
     * @param content what
     * @throws IOException when that fails; the file is then as it was
     */
    void write(Path file, byte[] content) throws IOException;
  }

  /**
   * A folder.
   *
   * @param folder which; it is there
   * @param writer writes files into it
   */
  public Folder(Path folder, Writer writer) {
    this.folder = folder;
    this.writer = writer;
  }

  /**
   * Where the certificate is.
   *
   * @return certificate.json
   */
  public Path certificateFile() {
    return folder.resolve("certificate.json");
  }

  /**
   * Where a half swept function is.
   *
   * @return partial.json
   */
  public Path partialFile() {
    return folder.resolve("partial.json");
  }

  private Path reportFile() {
    return folder.resolve("README.md");
  }

  /**
   * Forgets all results, to begin anew.
   *
   * @throws IOException when that fails
   */
  public void clear() throws IOException {
    Files.deleteIfExists(certificateFile());
    Files.deleteIfExists(partialFile());
    Files.deleteIfExists(reportFile());
  }

  /**
   * Keeps other runs out of the folder.
   *
   * @return what lets them in again when it is closed
   * @throws CertificationException when another run keeps this one out
   * @throws IOException when the folder cannot be written to
   */
  public Closeable lock() throws IOException {
    Path file = folder.resolve("lock");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isLocked(channel)) {
      channel.close();
      throw new CertificationException(
          "another run is at work in the folder %s (it has locked %s); wait for it, or choose another --out"
              .formatted(folder, file));
    }
    return channel;
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** The certificate so far; an empty one if there is none. */
  Certificate certificate() throws IOException {
    Certificate certificate = read(certificateFile(), Certificate.class);
    if (certificate == null) {
      return Certificate.empty();
    }
    if (certificate.format() != Certificate.FORMAT) {
      throw new IOException(
          broken(
              certificateFile(),
              "its format is %d; expected %d".formatted(certificate.format(), Certificate.FORMAT)));
    }
    return certificate;
  }

  void save(Certificate certificate) throws IOException {
    writer.write(certificateFile(), JSON.writeValueAsBytes(certificate));
    writer.write(reportFile(), Report.of(certificate).getBytes(StandardCharsets.UTF_8));
  }

  /** The function that is half swept; null if there is none. */
  @Nullable Partial partial() throws IOException {
    return read(partialFile(), Partial.class);
  }

  /** Keeps what is half swept; null forgets it. */
  void save(@Nullable Partial partial) throws IOException {
    if (partial == null) {
      Files.deleteIfExists(partialFile());
    } else {
      writer.write(partialFile(), JSON.writeValueAsBytes(partial));
    }
  }

  private static <T> @Nullable T read(Path file, Class<T> type) throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    try {
      T value = JSON.readValue(file.toFile(), type);
      if (value == null) {
        throw new IOException(broken(file, "it is empty"));
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new IOException(broken(file, e.getOriginalMessage()), e);
    }
  }

  private static String broken(Path file, String why) {
    return file + " cannot be read (" + why + "); remove it, or begin anew with --restart";
  }
}
