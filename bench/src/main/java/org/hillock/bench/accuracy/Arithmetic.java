package org.hillock.bench.accuracy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Properties;
import org.hillock.Hillock;
import org.hillock.op.Activation;
import org.hillock.op.Direction;

/**
 * What the library says of its own arithmetic: for each function and direction the number of
 * operations, and a fingerprint that changes exactly when the arithmetic does.
 */
public final class Arithmetic {

  private static final String RESOURCE = "/org/hillock/cpu/arithmetic.properties";
  private static final Properties PROPERTIES = load();

  private Arithmetic() {}

  static String fingerprint(Activation activation, Direction direction) {
    return property(activation, direction, "fingerprint");
  }

  /**
   * The operations of an activation for each element.
   *
   * @param activation which
   * @param direction which way
   * @return how many; a fused multiply-add counts one
   */
  public static int operations(Activation activation, Direction direction) {
    return Integer.parseInt(property(activation, direction, "operations"));
  }

  /**
   * The operations of a function for each element.
   *
   * @param function as the library names it: {@code gelu.forward}, {@code softmax_maps.softmax_exp}
   * @return how many; a fused multiply-add counts one
   */
  public static int operations(String function) {
    return Integer.parseInt(property(function + ".operations"));
  }

  private static String property(Activation activation, Direction direction, String what) {
    return property(
        activation.snippet() + "." + direction.name().toLowerCase(Locale.ROOT) + "." + what);
  }

  private static String property(String key) {
    String value = PROPERTIES.getProperty(key);
    if (value == null) {
      throw new IllegalStateException(RESOURCE + " of the library has no " + key);
    }
    return value;
  }

  private static Properties load() {
    try (InputStream in = Hillock.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the library has no " + RESOURCE);
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
