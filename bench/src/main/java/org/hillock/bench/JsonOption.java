package org.hillock.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * {@code --json FILE}: the result for machines. It goes to a file and never to stdout, where
 * OpenCL's native code may print too.
 */
final class JsonOption {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also write the result as JSON to this file, whole or not at all.")
  private @Nullable Path file;

  /** Whether a file was asked for. */
  boolean isAsked() {
    return file != null;
  }

  /** Checks, before the work begins, that the file can be written. */
  void check() {
    if (file != null) {
      AtomicFile.checkWritable(file);
    }
  }

  /** Whether the JSON would replace this file. */
  boolean replaces(Path other) throws IOException {
    return file != null && AtomicFile.same(file, other);
  }

  /**
   * Writes a result, if a file was asked for.
   *
   * @param result what Jackson can turn into JSON
   * @throws IOException when writing fails
   */
  void write(Object result) throws IOException {
    if (file != null) {
      AtomicFile.write(file, out -> out.write(JSON.writeValueAsBytes(result)));
    }
  }
}
