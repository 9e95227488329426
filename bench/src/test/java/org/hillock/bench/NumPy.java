package org.hillock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Debian's Python with NumPy, run on scripts. */
final class NumPy {

  private static final String PYTHON = "/usr/bin/python3";

  private NumPy() {}

  /**
   * Skips the test where there is no NumPy; fails it where the property hillock.requireNumpy wants
   * one.
   */
  static void assumeThere() throws IOException, InterruptedException {
    boolean there =
        Path.of(PYTHON).toFile().canExecute() && start("import numpy", Path.of(".")) == 0;
    if (System.getProperty("hillock.requireNumpy") != null) {
      assertThat(there).as("NumPy for %s, as hillock.requireNumpy wants it", PYTHON).isTrue();
    }
    Assumptions.assumeTrue(there, "no NumPy for " + PYTHON + ": Debian's python3-numpy has it");
  }

  /** Runs a script, with numpy as np, in a folder; fails the test when it fails. */
  static void run(Path folder, String script) throws IOException, InterruptedException {
    assertThat(start("import numpy as np\n" + script, folder)).as(script).isZero();
  }

  private static int start(String script, Path folder) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(PYTHON, "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("Python did not end: " + script);
    }
    if (process.exitValue() != 0) {
      System.err.println(said);
    }
    return process.exitValue();
  }
}
