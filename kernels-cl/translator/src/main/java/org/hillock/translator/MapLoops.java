package org.hillock.translator;

import java.util.ArrayList;
import java.util.List;

/** Writes the loops of a map over arrays: one behind the other, over lanes, or rows abreast. */
final class MapLoops {
  private static final List<String> OUT = List.of("float[] out", "int outFrom");

  private final JavaFile file;
  private final Scope scope;
  private final Dialect dialect;

  MapLoops(JavaFile file, Scope scope, Dialect dialect) {
    this.file = file;
    this.scope = scope;
    this.dialect = dialect;
  }

  /** Tells whether a map says what a lane becomes with one more element. */
  static boolean isOfLanes(Definition.Function function) {
    return isLane(function.parameters().get(0));
  }

  /** Tells whether a map has parameters that are the same for all elements. */
  static boolean hasUniforms(Definition.Function function) {
    return !function.parameters().stream().allMatch(MapLoops::isElement);
  }

  /** Writes the loop from arrays to an array. */
  void plain(Definition.Function function) {
    Arguments arguments = new Arguments(function, false, "out", "outFrom");
    FlatFunction flat = arguments.flat();
    new Loop(file, dialect)
        .write(
            Names.camelCase(function.name()),
            arguments.signature(OUT, List.of("int count")),
            scope.atOne(function).map(special -> Names.camelCase(special.name())).orElse(null),
            () -> {
              arguments.loads.forEach(file::line);
              file.steps(flat, dialect);
              file.line(dialect.store("out", "outFrom + i", flat.result()));
            });
  }

  /** Writes the loop that gives each lane its elements in order. */
  void lanes(Definition.Function function) {
    Arguments arguments = new Arguments(function, false, "lanes", "block", "some");
    FlatFunction flat = arguments.flat();
    new Loop(file, dialect)
        .writeLanes(
            Names.camelCase(function.name()),
            "sums",
            arguments.signature(List.of("int lanes", "int count")),
            () -> {
              arguments.loads.forEach(file::line);
              file.steps(flat, dialect);
              file.line(dialect.store("sums", "sumsFrom + lane", flat.result()));
            });
  }

  /** Writes the loop over rows side by side, for which what is uniform has arrays too. */
  void abreast(Definition.Function function) {
    Arguments arguments =
        new Arguments(function, true, "out", "outFrom", "columns", "rows", "column", "row");
    FlatFunction flat = arguments.flat();
    file.method(
        "public void " + Names.camelCase(function.name()) + "Abreast",
        arguments.signature(OUT, List.of("int columns", "int rows")));
    dialect.abreastHead().forEach(file::line);
    arguments.loads.forEach(file::line);
    file.steps(flat, dialect);
    file.line(dialect.store("out", "outFrom + i", flat.result()));
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

  private static boolean isElement(Definition.Parameter parameter) {
    return parameter.type().equals(Type.Scalar.REAL);
  }

  private static boolean isLane(Definition.Parameter parameter) {
    return parameter.name().equals("lane");
  }

  /** A map's parameters as those of a method, and how its body finds their elements. */
  private final class Arguments {
    final List<String> loads = new ArrayList<>();
    private final Names names;
    private final Definition.Function function;
    private final boolean varying;
    private final List<String> arrays = new ArrayList<>();
    private final List<String> uniforms = new ArrayList<>();
    private final List<String> inputs = new ArrayList<>();

    Arguments(Definition.Function function, boolean varying, String... own) {
      this.function = function;
      this.varying = varying;
      names = new Names(JavaFile.reserved(scope, own));
      for (Definition.Parameter parameter : function.parameters()) {
        if (isElement(parameter)) {
          element(parameter);
        } else {
          uniform(parameter);
        }
      }
    }

    private void element(Definition.Parameter parameter) {
      boolean lane = isLane(parameter);
      String name = names.fresh(lane ? "sums" : parameter.name());
      String from = names.fresh(name + "From");
      String element = names.fresh(name + "i");
      arrays.addAll(List.of("float[] " + name, "int " + from));
      loads.add(load(element, name, from + (lane ? " + lane" : " + i")));
      inputs.add(element);
    }

    private void uniform(Definition.Parameter parameter) {
      String name = names.fresh(parameter.name());
      uniforms.add((varying ? "float[] " : "float ") + name);
      if (varying) {
        String element = names.fresh(name + "i");
        loads.add(load(element, name, "row"));
        inputs.add(element);
      } else {
        inputs.add(name);
      }
    }

    /** The parameters: arrays, the method's own, and what is uniform. */
    @SafeVarargs
    final List<String> signature(List<String>... own) {
      List<String> signature = new ArrayList<>(arrays);
      for (List<String> more : own) {
        signature.addAll(more);
      }
      signature.addAll(uniforms);
      return signature;
    }

    FlatFunction flat() {
      FlatFunction flat =
          varying
              ? Inliner.flattenVarying(scope, function, names, inputs)
              : Inliner.flatten(scope, function, names, inputs);
      CodeSize.check(flat);
      return flat;
    }
  }
}
