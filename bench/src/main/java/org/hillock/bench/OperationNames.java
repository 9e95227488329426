package org.hillock.bench;

import java.lang.reflect.Field;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hillock.op.Activation;
import org.hillock.op.Operation;
import org.hillock.op.Softmax;

/**
 * The names that operations are asked for by: the constants of the catalogue, its well-known other
 * names, and the kinds of softmax. Case does not matter, and a hyphen is as good as an underscore.
 */
public final class OperationNames {

  private static final Map<String, Activation> ACTIVATIONS = activations();

  private static final Map<String, Softmax> SOFTMAXES =
      Softmax.kinds(-1).stream()
          .collect(Collectors.toMap(Softmax::name, kind -> kind, (a, b) -> b, TreeMap::new));

  private OperationNames() {}

  /** Whether the name is that of a softmax. */
  static boolean isSoftmax(String name) {
    return SOFTMAXES.containsKey(canonical(name));
  }

  /**
   * The softmax of a name, over the last axis.
   *
   * @throws IllegalArgumentException when there is none; the message lists those there are
   */
  static Softmax softmax(String name) {
    return named(name, SOFTMAXES);
  }

  /**
   * The activation of a name.
   *
   * @throws IllegalArgumentException when there is none; the message lists those there are
   */
  static Activation activation(String name) {
    return named(name, ACTIVATIONS);
  }

  /**
   * The operation of a name, a softmax over the last axis.
   *
   * @param name as users write it
   * @return the operation with its defaults
   * @throws IllegalArgumentException when there is none; the message lists those there are
   */
  public static Operation operation(String name) {
    return isSoftmax(name) ? softmax(name) : activation(name);
  }

  /** The one name that the catalogue itself has for an operation of any name. */
  static String catalogued(String name) {
    return isSoftmax(name) ? softmax(name).name() : activation(name).name();
  }

  /** The catalogue's own names of all operations. */
  static List<String> catalogue() {
    return all().map(OperationNames::catalogued).distinct().toList();
  }

  private static <T> T named(String name, Map<String, T> operations) {
    T operation = operations.get(canonical(name));
    if (operation == null) {
      throw new IllegalArgumentException(
          "there is no operation '%s'; expected one of %s"
              .formatted(name, all().collect(Collectors.joining(", "))));
    }
    return operation;
  }

  private static Stream<String> all() {
    return Stream.concat(ACTIVATIONS.keySet().stream(), SOFTMAXES.keySet().stream());
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
      return all().map(name -> name.toLowerCase(Locale.ROOT)).iterator();
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
