package org.hillock.translator;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The text of one file of the kernels; the name is relative to their folder, with slashes. */
record Source(String name, String text) {

  /** Reads a file; a missing one is a fault that names it and what it is for. */
  static Source read(Path folder, String name, String purpose) {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new TranslationException(file + ": file is missing; expected " + purpose);
    }
    try {
      return new Source(name, Files.readString(file));
    } catch (MalformedInputException e) {
      throw new TranslationException(file + ": file is not UTF-8; save it as UTF-8");
    } catch (IOException e) {
      throw new TranslationException(file + ": file cannot be read: " + e);
    }
  }

  /** Returns the lines, the first at index 0. */
  List<String> lines() {
    return text.lines().toList();
  }
}
