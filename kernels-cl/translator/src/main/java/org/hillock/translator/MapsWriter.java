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
    for (Definition.Function function : functions) {
      file.separate();
      if (isLane(function.parameters().get(0))) {
        lanes(function);
        continue;
      }
      loop(function);
      if (!function.parameters().stream().allMatch(MapsWriter::isElement)) {
        file.separate();
        abreast(function);
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
      flats.add(flat(function, names, freshParameters(function, names, "")));
    }
    file.constants(scope, flats);
  }

  private FlatFunction flat(Definition.Function function, Names names, List<String> inputNames) {
    FlatFunction flat = Inliner.flatten(scope, function, names, inputNames);
    CodeSize.check(flat);
    return flat;
  }

  private static List<String> freshParameters(
      Definition.Function function, Names names, String suffixOfElements) {
    List<String> fresh = new ArrayList<>();
    for (Definition.Parameter parameter : function.parameters()) {
      fresh.add(names.fresh(parameter.name() + (isElement(parameter) ? suffixOfElements : "")));
    }
    return fresh;
  }

  private static boolean isElement(Definition.Parameter parameter) {
    return parameter.type().equals(Type.Scalar.REAL);
  }

  private void single(Definition.Function function, String modifiers, Dialect singleDialect) {
    Names names = new Names(JavaFile.reserved(scope));
    List<String> inputs = freshParameters(function, names, "");
    FlatFunction flat = flat(function, names, inputs);
    file.method(
        modifiers + "float " + Names.camelCase(function.name()),
        inputs.stream().map(input -> "float " + input).toList());
    file.steps(flat, singleDialect);
    file.line("return " + singleDialect.expression(flat.result()) + ";");
    file.line("}");
  }

  private void loop(Definition.Function function) {
    Names names = new Names(JavaFile.reserved(scope, "out", "outFrom"));
    List<String> arrays = freshParameters(function, names, "");
    List<String> signature = new ArrayList<>();
    List<String> uniforms = new ArrayList<>();
    List<String> loads = new ArrayList<>();
    List<String> inputs = new ArrayList<>();
    for (int k = 0; k < arrays.size(); k++) {
      String name = arrays.get(k);
      if (isElement(function.parameters().get(k))) {
        String from = names.fresh(name + "From");
        String element = names.fresh(name + "i");
        signature.addAll(List.of("float[] " + name, "int " + from));
        loads.add(load(element, name, from + " + i"));
        inputs.add(element);
      } else {
        uniforms.add("float " + name);
        inputs.add(name);
      }
    }
    signature.addAll(List.of("float[] out", "int outFrom", "int count"));
    signature.addAll(uniforms);
    FlatFunction flat = flat(function, names, inputs);
    new Loop(file, dialect)
        .write(
            Names.camelCase(function.name()),
            signature,
            scope.atOne(function).isPresent(),
            () -> {
              loads.forEach(file::line);
              file.steps(flat, dialect);
              file.line(dialect.store("out", "outFrom + i", flat.result()));
            });
  }

  private static boolean isLane(Definition.Parameter parameter) {
    return parameter.name().equals("lane");
  }

  private void lanes(Definition.Function function) {
    List<String> own = List.of("lanes", "block", "some");
    Names names = new Names(JavaFile.reserved(scope, own.toArray(String[]::new)));
    List<String> signature = new ArrayList<>();
    List<String> loads = new ArrayList<>();
    List<String> inputs = new ArrayList<>();
    for (Definition.Parameter parameter : function.parameters()) {
      boolean lane = isLane(parameter);
      String name = names.fresh(lane ? "sums" : parameter.name());
      String from = names.fresh(name + "From");
      String element = names.fresh(name + "i");
      signature.addAll(List.of("float[] " + name, "int " + from));
      loads.add(load(element, name, from + (lane ? " + lane" : " + i")));
      inputs.add(element);
    }
    signature.add(2, "int lanes");
    signature.add("int count");
    FlatFunction flat = flat(function, names, inputs);
    new Loop(file, dialect)
        .writeLanes(
            Names.camelCase(function.name()),
            "sums",
            signature,
            () -> {
              loads.forEach(file::line);
              file.steps(flat, dialect);
              file.line(dialect.store("sums", "sumsFrom + lane", flat.result()));
            });
  }

  private void abreast(Definition.Function function) {
    List<String> own = List.of("out", "outFrom", "columns", "rows", "column", "row");
    Names names = new Names(JavaFile.reserved(scope, own.toArray(String[]::new)));
    List<String> arrays = freshParameters(function, names, "");
    List<String> signature = new ArrayList<>();
    List<String> ofRows = new ArrayList<>();
    List<String> loads = new ArrayList<>();
    List<String> inputs = new ArrayList<>();
    for (int k = 0; k < arrays.size(); k++) {
      String name = arrays.get(k);
      String element = names.fresh(name + "i");
      if (isElement(function.parameters().get(k))) {
        String from = names.fresh(name + "From");
        signature.addAll(List.of("float[] " + name, "int " + from));
        loads.add(load(element, name, from + " + i"));
      } else {
        ofRows.add("float[] " + name);
        loads.add(load(element, name, "row"));
      }
      inputs.add(element);
    }
    signature.addAll(List.of("float[] out", "int outFrom", "int columns", "int rows"));
    signature.addAll(ofRows);
    FlatFunction flat = Inliner.flattenVarying(scope, function, names, inputs);
    CodeSize.check(flat);
    file.method("public void " + Names.camelCase(function.name()) + "Abreast", signature);
    dialect.abreastHead().forEach(file::line);
    loads.forEach(file::line);
    file.steps(flat, dialect);
    file.line(dialect.store("out", "outFrom + i", flat.result()));
    file.line("}");
    file.line("}");
    file.line("}");
  }

  private String load(String element, String array, String index) {
    return dialect.type(Type.Scalar.REAL)
        + " "
        + element
        + " = "
        + dialect.load(array, index)
        + ";";
  }
}
