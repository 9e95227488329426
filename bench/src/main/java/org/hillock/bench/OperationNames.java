package org.hillock.bench;

import java.lang.reflect.Field;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hillock.op.Activation;

/**
 * The names that operations are asked for by: the constants of the catalogue, its well-known other
 * names, and {@link #SOFTMAX}. Case does not matter, and a hyphen is as good as an underscore.
 */
final class OperationNames {

  static final String SOFTMAX = "SOFTMAX";

  private static final Map<String, Activation> ACTIVATIONS = activations();

  private OperationNames() {}

  /** Whether the name is that of the softmax. */
  static boolean isSoftmax(String name) {
    return SOFTMAX.equals(canonical(name));
  }

  /**
   * The activation of a name.
   *
   * @throws IllegalArgumentException when there is none; the message lists those there are
   */
  static Activation activation(String name) {
    Activation activation = ACTIVATIONS.get(canonical(name));
    if (activation == null) {
      throw new IllegalArgumentException(
          "there is no operation '%s'; expected one of %s, %s"
              .formatted(name, String.join(", ", ACTIVATIONS.keySet()), SOFTMAX));
    }
    return activation;
  }

  /** The names of the activations, for the help. */
  static final class Activations implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
      return ACTIVATIONS.keySet().stream().map(name -> name.toLowerCase(Locale.ROOT)).iterator();
    }
  }

  /** The names of all operations, for the help. */
  static final class All implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
      return Stream.concat(ACTIVATIONS.keySet().stream(), Stream.of(SOFTMAX))
          .map(name -> name.toLowerCase(Locale.ROOT))
          .iterator();
    }
  }

  private static String canonical(String name) {
    return name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** The constants, and every other name that the catalogue has for one. */
  private static Map<String, Activation> activations() {
    Map<String, Activation> names = new TreeMap<>();
    for (Field field : Activation.class.getFields()) {
      try {
        if (field.getType() == Activation.class && field.get(null) instanceof Activation constant) {
          names.put(field.getName(), constant);
        }
      } catch (IllegalAccessException e) {
        throw new LinkageError(field + " is public, yet cannot be read", e);
      }
    }
    return names;
  }
}
