package org.hillock.bench.npy;

import java.nio.file.Path;

/**
 * A file that is not what we can read. The message names the file, what was found and what was
 * expected.
 */
public final class NpyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NpyException(Path file, String problem) {
    super(file + ": " + problem);
  }

  NpyException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
