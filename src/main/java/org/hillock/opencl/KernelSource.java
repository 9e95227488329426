package org.hillock.opencl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The text of an OpenCL program: files of {@code kernels-cl}, one behind the other. */
final class KernelSource {

  private static final String FOLDER = "/org/hillock/kernels/";

  private KernelSource() {}

  /** The files' text, each behind a line directive, so that the compiler's messages name it. */
  static String of(List<String> files) {
    StringBuilder program = new StringBuilder();
    for (String file : files) {
      program.append("#line 1 \"").append(file).append("\"\n").append(read(file)).append('\n');
    }
    return program.toString();
  }

  private static String read(String file) {
    try (InputStream stream = KernelSource.class.getResourceAsStream(FOLDER + file)) {
      if (stream == null) {
        throw new IllegalStateException("kernels-cl/" + file + " is not on the class path");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("kernels-cl/" + file + " cannot be read", e);
    }
  }
}
