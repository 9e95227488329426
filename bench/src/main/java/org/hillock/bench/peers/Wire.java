package org.hillock.bench.peers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * Requests and replies as lines of JSON. A line begins with a mark of its own, because native code
 * prints to the standard output whatever it likes; what has no mark is not for us.
 */
public final class Wire {

  private static final String MARK = "@hillock ";

  /** A native library may change the encoding that a process prints in: ASCII is safe. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private Wire() {}

  /**
   * The message as a line, without its end.
   *
   * @param message what Jackson can turn into JSON
   * @return the line
   */
  public static String line(Object message) {
    try {
      return MARK + JSON.writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static boolean isMessage(String line) {
    return line.startsWith(MARK);
  }

  /**
   * Reads a line back.
   *
   * @param line the line
   * @param type what it says
   * @param <T> likewise
   * @return the message
   * @throws IllegalArgumentException when it is no such message
   */
  public static <T> T message(String line, Class<T> type) {
    try {
      return JSON.readValue(line.substring(MARK.length()), type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a message: " + line, e);
    }
  }
}
