package org.hillock.translator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes classes of maps: for each function of a file a loop over arrays, a method for single
 * values, or both.
 */
final class MapsWriter {
  private final Source source;
  private final Scope scope;
  private final Dialect dialect;
  private final JavaFile file;
  private final List<Definition.Function> functions;

  /**
   * Prepares to write the maps of a file.
   *
   * @param scope what the file and those before it define
   */
  MapsWriter(
      Source source,
      Scope scope,
      Dialect dialect,
      List<String> from,
      Map<String, List<String>> sourceLines) {
    this.source = source;
    this.scope = scope;
    this.dialect = dialect;
    this.file = new JavaFile(from, sourceLines);
    this.functions = scope.functionsOf(source).stream().filter(Definition.Function::isMap).toList();
    if (functions.isEmpty()) {
      throw new Place(source.name(), 1, 1)
          .fault("the file has no function from real to real", "define one");
    }
  }

  /**
   * Returns the text of a class with the methods for each map: a loop over arrays; if the map has
   * uniform parameters, a loop over rows abreast, with arrays for these too; and one for single
   * values. A map whose first parameter is {@code lane} becomes one method, which gives each lane
   * of a row its elements in order.
   *
   * @param name the class's name without the dialect's suffix
   */
  String loops(String name, String interfaceName) {
    open(name + dialect.suffix(), " implements " + interfaceName, dialect.imports());
    new Loop(file, dialect).field(name + new ScalarDialect().suffix());
    MapLoops loops = new MapLoops(file, scope, dialect);
    for (Definition.Function function : functions) {
      file.separate();
      if (MapLoops.isOfLanes(function)) {
        loops.lanes(function);
        continue;
      }
      loops.plain(function);
      if (MapLoops.hasUniforms(function)) {
        file.separate();
        loops.abreast(function);
      }
      if (Scope.isAtOne(function)) {
        continue;
      }
      file.separate();
      single(function, "public ", new ScalarDialect());
    }
    file.line("}");
    return file.toString();
  }

  /** Returns the text of a class with static methods for single values. */
  String singles(String className) {
    open(className, "", List.of());
    file.line("private " + className + "() {}");
    for (Definition.Function function : functions) {
      file.separate();
      single(function, "static ", dialect);
    }
    file.line("}");
    return file.toString();
  }

  private void open(String className, String rest, List<String> imports) {
    file.imports(imports);
    file.line("/** The maps of {@code " + source.name() + "}, with every call written out. */");
    file.line("final class " + className + rest + " {");
    List<FlatFunction> flats = new ArrayList<>();
    for (Definition.Function function : functions) {
      Names names = new Names(JavaFile.reserved(scope));
      flats.add(flat(function, names, freshParameters(function, names)));
    }
    file.constants(scope, flats);
  }

  private FlatFunction flat(Definition.Function function, Names names, List<String> inputNames) {
    FlatFunction flat = Inliner.flatten(scope, function, names, inputNames);
    CodeSize.check(flat);
    return flat;
  }

  private static List<String> freshParameters(Definition.Function function, Names names) {
    return function.parameters().stream().map(p -> names.fresh(p.name())).toList();
  }

  private void single(Definition.Function function, String modifiers, Dialect singleDialect) {
    Names names = new Names(JavaFile.reserved(scope));
    List<String> inputs = freshParameters(function, names);
    FlatFunction flat = flat(function, names, inputs);
    file.method(
        modifiers + "float " + Names.camelCase(function.name()),
        inputs.stream().map(input -> "float " + input).toList());
    file.steps(flat, singleDialect);
    file.line("return " + singleDialect.expression(flat.result()) + ";");
    file.line("}");
  }
}
