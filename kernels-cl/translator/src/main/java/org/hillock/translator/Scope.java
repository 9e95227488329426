package org.hillock.translator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is defined so far, checked: names of constants, structs and functions, in the order of
 * definition.
 */
final class Scope {
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
