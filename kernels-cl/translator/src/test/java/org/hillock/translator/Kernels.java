package org.hillock.translator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A small folder of kernels for a test: the files that every folder needs, unless a test puts
 * others in their place.
 */
final class Kernels {
  static final String MATH = "inline real twice(real x) {\n  return x + x;\n}\n";
  static final String MAPS = "real scale(real e, float factor) {\n  return e * factor;\n}\n";
  static final String SLOPE = "real slope(real x, float a) { return x; }\n";
  static final String SNIPPET = "real value(real x, float a) { return twice(x); }\n" + SLOPE;

  final Path folder;

  Kernels(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve("activation"));
    with("math.cl", MATH).with("softmax_maps.cl", MAPS).with("activation/plain.cl", SNIPPET);
  }

  Kernels with(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
    return this;
  }

  Map<String, String> translate() {
    return new Translator(folder, new ScalarDialect()).translate();
  }
}
