package org.hillock.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Reads what another command wrote with {@code --json}. */
final class JsonFile {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  private JsonFile() {}

  /**
   * Reads a file.
   *
   * @param file which
   * @param type what it should hold; a file may hold more
   * @throws IOException when it cannot be read, or does not hold that; the message names the file
   *     and the place in it
   */
  static <T> T read(Path file, Class<T> type) throws IOException {
    try {
      T value = JSON.readValue(file.toFile(), type);
      if (value == null) {
        throw new IOException(file + " holds null; expected an object");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new IOException("cannot use " + file + ": " + e.getMessage(), e);
    }
  }

  /** What would be read if a value were written. */
  static <T> T convert(Object value, Class<T> type) {
    return JSON.convertValue(value, type);
  }

  /** Refuses a list that is missing or empty; the message is seen by whoever wrote the file. */
  static void checkNotEmpty(String name, @Nullable Collection<?> list) {
    if (list == null || list.isEmpty()) {
      throw new IllegalArgumentException(
          name + " is " + (list == null ? "missing" : "empty") + "; expected one or more");
    }
  }

  /** Refuses what is missing. */
  static void checkThere(String name, @Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
  }
}
