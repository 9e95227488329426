package org.hillock.translator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes {@code arithmetic.properties}: of each translated function the number of operations and
 * the {@linkplain Fingerprint fingerprint}, so that a measurement can say what it has measured.
 * {@code gelu.backward.operations} counts the product with dy; {@code gelu.backward.fingerprint} is
 * that of the slope alone.
 */
final class ArithmeticWriter {
  static final String PATH = "org/hillock/cpu/arithmetic.properties";

  private final Map<String, String> properties = new TreeMap<>();

  /** Adds a snippet's value and slope. */
  void activation(String name, Scope scope) {
    add(name + ".forward", scope, scope.function("value"), 0);
    add(name + ".backward", scope, scope.function("slope"), 1);
    scope
        .atOne(scope.function("value"))
        .ifPresent(function -> add(name + ".forward.at_1", scope, function, 0));
    scope
        .atOne(scope.function("slope"))
        .ifPresent(function -> add(name + ".backward.at_1", scope, function, 1));
  }

  /** Adds all functions of a file that can be computed for one element. */
  void maps(String file, Source source, Scope scope) {
    scope.functionsOf(source).stream()
        .filter(Definition.Function::isMap)
        .forEach(function -> add(file + "." + function.name(), scope, function, 0));
  }

  private void add(String key, Scope scope, Definition.Function function, int moreOperations) {
    List<String> inputs = new ArrayList<>();
    Names names = new Names(List.of());
    function.parameters().forEach(parameter -> inputs.add(names.fresh(parameter.name())));
    FlatFunction flat = Inliner.flatten(scope, function, names, inputs);
    properties.put(key + ".operations", String.valueOf(OperationCount.of(flat) + moreOperations));
    properties.put(key + ".fingerprint", Fingerprint.of(flat));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("# Written by the build from the kernels.\n");
    properties.forEach((key, value) -> text.append(key + "=" + value + "\n"));
    return text.toString();
  }
}
