package org.hillock.translator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Turns a folder of kernels into Java: which file becomes which class, and what each computes. */
final class Translator {
  private static final String MATH = "math.cl";
  private static final String SOFTMAX_MAPS = "softmax_maps.cl";
  private static final String ACTIVATIONS = "activation";
  private static final String SNIPPET_NAME = "[a-z][a-z0-9]*(_[a-z0-9]+)*\\.cl";

  private final Path kernels;
  private final Dialect dialect;

  Translator(Path kernels, Dialect dialect) {
    this.kernels = kernels;
    this.dialect = dialect;
  }

  /**
   * Translates all files.
   *
   * @return the text of each generated file, by its path in the output folder
   * @throws TranslationException with the first fault of each faulty file, one per line
   */
  Map<String, String> translate() {
    if (!Files.isDirectory(kernels)) {
      throw new TranslationException(
          kernels + ": folder is missing; expected the folder of the kernels");
    }
    Map<String, String> files = new TreeMap<>();
    Source math = Source.read(kernels, MATH, "the float maths that snippets call");
    Scope mathScope = new Scope().plus(math);
    if (!dialect.leavesRest()) {
      put(
          files,
          "Math" + dialect.suffix(),
          new MapsWriter(math, mathScope, dialect, List.of(MATH), Map.of(MATH, math.lines()))
              .singles("Math" + dialect.suffix()));
    }
    ArithmeticWriter arithmetic = new ArithmeticWriter();
    arithmetic.maps("math", math, mathScope);

    List<String> faults = new ArrayList<>();
    String maps = Names.className("softmax_maps");
    try {
      put(files, maps + dialect.suffix(), softmaxMaps(maps, mathScope, math, arithmetic));
    } catch (TranslationException e) {
      faults.add(e.getMessage());
    }
    TreeMap<String, String> classes = new TreeMap<>();
    for (String snippetFile : snippetFiles()) {
      try {
        Source snippet = Source.read(kernels, ACTIVATIONS + "/" + snippetFile, "a snippet");
        String name = snippetFile.substring(0, snippetFile.length() - ".cl".length());
        String className = Names.className(name);
        classes.put(name, className + dialect.suffix());
        put(files, className + dialect.suffix(), activation(className, snippet, mathScope, math));
        arithmetic.activation(name, mathScope.plus(snippet));
      } catch (TranslationException e) {
        faults.add(e.getMessage());
      }
    }
    if (!faults.isEmpty()) {
      throw new TranslationException(String.join("\n", faults));
    }
    String twins = dialect.suffix() + "Twins";
    put(files, twins, TwinsWriter.write(twins, classes, maps + dialect.suffix(), dialect));
    if (!dialect.leavesRest()) {
      files.put(ArithmeticWriter.PATH, arithmetic.toString());
    }
    return files;
  }

  private static void put(Map<String, String> files, String className, String text) {
    if (files.put(JavaFile.path(className), text) != null) {
      throw new TranslationException(
          className + ": two files would become this class; rename a snippet");
    }
  }

  private String softmaxMaps(
      String className, Scope mathScope, Source math, ArithmeticWriter arithmetic) {
    Source maps = Source.read(kernels, SOFTMAX_MAPS, "the maps of the loops over rows");
    Scope scope = mathScope.plus(maps);
    arithmetic.maps("softmax_maps", maps, scope);
    Map<String, List<String>> lines = Map.of(MATH, math.lines(), SOFTMAX_MAPS, maps.lines());
    return new MapsWriter(maps, scope, dialect, List.of(SOFTMAX_MAPS, MATH), lines)
        .loops(className, "SoftmaxMaps");
  }

  private String activation(String className, Source snippet, Scope mathScope, Source math) {
    Map<String, List<String>> lines = Map.of(MATH, math.lines(), snippet.name(), snippet.lines());
    return ActivationWriter.write(className, snippet, mathScope.plus(snippet), dialect, lines);
  }

  private List<String> snippetFiles() {
    Path folder = kernels.resolve(ACTIVATIONS);
    if (!Files.isDirectory(folder)) {
      throw new TranslationException(folder + ": folder is missing; expected snippets, NAME.cl");
    }
    try (Stream<Path> entries = Files.list(folder)) {
      List<String> names = entries.map(entry -> entry.getFileName().toString()).sorted().toList();
      for (String name : names) {
        if (!name.matches(SNIPPET_NAME)) {
          throw new TranslationException(
              folder.resolve(name) + ": not a snippet's name; expected lower_case.cl");
        }
      }
      if (names.isEmpty()) {
        throw new TranslationException(folder + ": no snippets; expected NAME.cl");
      }
      return names;
    } catch (IOException e) {
      throw new TranslationException(folder + ": cannot be listed: " + e);
    }
  }
}
