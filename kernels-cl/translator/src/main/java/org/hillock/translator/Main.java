package org.hillock.translator;

import java.io.IOException;
import java.nio.file.Path;

/** Entry point of the translator. */
public final class Main {
  private Main() {}

  /**
   * Translates the kernels' maths to Java.
   *
   * @param args the folder of the kernels, and the folder to write Java to, which holds nothing
   *     else
   * @throws TranslationException when a source is outside the subset; the message says file, line,
   *     column and construct
   * @throws IOException when the output cannot be written
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException(
          "expected 2 arguments, KERNELS_DIR and OUTPUT_DIR, got " + args.length);
    }
    var files = new Translator(Path.of(args[0]), new ScalarDialect()).translate();
    new OutputFolder(Path.of(args[1])).write(files);
  }
}
