package org.hillock.translator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is defined so far, checked: names of constants, structs and functions, in the order of
 * definition.
 */
final class Scope {
  private static final String AT_ONE = "_at_1";

  private final Map<String, Definition> definitions = new LinkedHashMap<>();

  /** Returns a scope that also knows the definitions of a file, all of them checked. */
  Scope plus(Source source) {
    Scope scope = new Scope();
    scope.definitions.putAll(definitions);
    List<Definition> added = SourceReader.read(source, this);
    for (int i = 0; i < added.size(); i++) {
      scope.checkNew(added.get(i));
      if (added.get(i) instanceof Definition.Function function) {
        new Checker(scope, function, added.subList(i + 1, added.size())).check();
      }
      scope.definitions.put(added.get(i).name(), added.get(i));
    }
    return scope;
  }

  private void checkNew(Definition definition) {
    String name = definition.name();
    Definition before = definitions.get(name);
    if (before != null) {
      throw definition
          .place()
          .fault("second definition of '" + name + "', first in " + before.place(), "rename one");
    }
    if (OpenClBuiltins.isBuiltin(name)) {
      throw definition
          .place()
          .fault("'" + name + "' is the name of an OpenCL builtin", "choose another name");
    }
  }

  @Nullable Definition find(String name) {
    return definitions.get(name);
  }

  /** Returns the function of that name; the checker has seen that it is there. */
  Definition.Function function(String name) {
    if (find(name) instanceof Definition.Function function) {
      return function;
    }
    throw new IllegalArgumentException("no function '" + name + "'");
  }

  /**
   * Returns the function that gives another's bits with less work where that one's last parameter
   * is 1, and does not take it: its name ends in {@code _at_1}.
   */
  Optional<Definition.Function> atOne(Definition.Function general) {
    if (!(find(general.name() + AT_ONE) instanceof Definition.Function special)) {
      return Optional.empty();
    }
    List<Type> wanted = general.parameters().stream().map(Definition.Parameter::type).toList();
    List<Type> types = special.parameters().stream().map(Definition.Parameter::type).toList();
    if (!types.equals(wanted.subList(0, wanted.size() - 1)) || !special.isMap()) {
      throw special
          .place()
          .fault(
              "signature " + special,
              "write the parameters of " + general + " but the last, and the same result");
    }
    return Optional.of(special);
  }

  /** Tells whether a function is one that {@link #atOne} gives. */
  static boolean isAtOne(Definition.Function function) {
    return function.name().endsWith(AT_ONE);
  }

  /** Returns the functions that a file defines. */
  List<Definition.Function> functionsOf(Source source) {
    return definitions.values().stream()
        .filter(Definition.Function.class::isInstance)
        .map(Definition.Function.class::cast)
        .filter(function -> function.place().file().equals(source.name()))
        .toList();
  }

  /** Returns the names of all constants. */
  List<String> constants() {
    return definitions.values().stream()
        .filter(Definition.Constant.class::isInstance)
        .map(Definition::name)
        .toList();
  }

  /** Returns the struct types by name. */
  Map<String, Type.Struct> structs() {
    Map<String, Type.Struct> structs = new LinkedHashMap<>();
    for (Definition definition : definitions.values()) {
      if (definition instanceof Definition.StructType struct) {
        structs.put(struct.name(), struct.type());
      }
    }
    return structs;
  }
}
