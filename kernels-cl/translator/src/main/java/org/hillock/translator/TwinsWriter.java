package org.hillock.translator;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Writes the class that names all generated loops of a dialect. */
final class TwinsWriter {
  private TwinsWriter() {}

  /**
   * Returns the text of the class.
   *
   * @param activations the snippets' names, and the class of each
   */
  static String write(
      String className, SortedMap<String, String> activations, String mapsClass, Dialect dialect) {
    JavaFile file = new JavaFile(List.of("the names in activation"), Map.of());
    file.imports(dialect.imports());
    file.imports(List.of("java.util.Collections", "java.util.Map", "java.util.TreeMap"));
    file.line("/** All generated loops, by the name of the snippet that they come from. */");
    file.line("final class " + className + " implements Twins {");
    file.line("@Override");
    file.line("public Map<String, ActivationLoops> activations() {");
    file.line("Map<String, ActivationLoops> loops = new TreeMap<>();");
    activations.forEach(
        (name, type) -> file.line("loops.put(\"" + name + "\", new " + type + "());"));
    file.line("return Collections.unmodifiableMap(loops);");
    file.line("}");
    file.line("");
    file.line("@Override");
    file.line("public SoftmaxMaps softmaxMaps() {");
    file.line("return new " + mapsClass + "();");
    file.line("}");
    file.line("");
    file.line("@Override");
    file.line("public int lanes() {");
    file.line("return " + dialect.lanes() + ";");
    file.line("}");
    file.line("");
    gather(file, dialect);
    file.line("}");
    return file.toString();
  }

  private static void gather(JavaFile file, Dialect dialect) {
    file.line("@Override");
    file.method(
        "public void gather",
        List.of(
            "float[] in", "int inFrom", "int[] index", "float[] out", "int outFrom", "int count"));
    dialect.gather().forEach(file::line);
    file.line("}");
  }
}
