package org.hillock.translator;

import java.io.IOException;
import java.nio.file.Path;

/** Entry point of the translator. */
public final class Main {
  private Main() {}

  /**
   * Translates the kernels' maths to Java.
   *
   * @param args the folder of the kernels, and the folders to write Java to, one for the scalar
   *     twins and one for those that need the Vector API; they hold nothing else
   * @throws TranslationException when a source is outside the subset; the message says file, line,
   *     column and construct
   * @throws IOException when the output cannot be written
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 3) {
      throw new IllegalArgumentException(
          "expected 3 arguments, KERNELS_DIR, OUTPUT_DIR and VECTOR_OUTPUT_DIR, got "
              + args.length);
    }
    Path kernels = Path.of(args[0]);
    var scalars = new Translator(kernels, new ScalarDialect()).translate();
    var vectors = new Translator(kernels, new VectorDialect()).translate();
    new OutputFolder(Path.of(args[1])).write(scalars);
    new OutputFolder(Path.of(args[2])).write(vectors);
  }
}
