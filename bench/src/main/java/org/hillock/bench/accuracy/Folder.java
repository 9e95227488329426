package org.hillock.bench.accuracy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A folder with certificate.json, README.md for people, and, while a function is half swept,
 * partial.json. Each is written whole or not at all.
 */
public final class Folder implements Store {

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

  private Path partialFile() {
    return folder.resolve("partial.json");
  }

  /**
   * Forgets all results, to begin anew.
   *
   * @throws IOException when that fails
   */
  public void clear() throws IOException {
    Files.deleteIfExists(certificateFile());
    Files.deleteIfExists(partialFile());
  }

  @Override
  public Certificate certificate() throws IOException {
    Certificate certificate = read(certificateFile(), Certificate.class);
    return certificate == null ? Certificate.empty() : certificate;
  }

  @Override
  public void save(Certificate certificate) throws IOException {
    writer.write(certificateFile(), JSON.writeValueAsBytes(certificate));
    writer.write(
        folder.resolve("README.md"), Report.of(certificate).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public @Nullable Partial partial() throws IOException {
    return read(partialFile(), Partial.class);
  }

  @Override
  public void save(@Nullable Partial partial) throws IOException {
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
