package org.hillock.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file whole or not at all: into a temporary file in the same folder, which is moved over
 * the wanted one at the end.
 */
final class AtomicFile {

  private AtomicFile() {}

  /** Writes the content. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file, over one that is there.
   *
   * @param file where to; a symbolic link is followed
   * @param content called once
   * @throws Failure when the folder is missing or something else than a file is there
   * @throws IOException when writing fails; the file is then as it was
   */
  static void write(Path file, Content content) throws IOException {
    checkWritable(file);
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    String unique = "." + ProcessHandle.current().pid() + "." + System.nanoTime() + ".part";
    Path temporary = target.resolveSibling(target.getFileName() + unique);
    try {
      try (OutputStream out =
          new BufferedOutputStream(
              Files.newOutputStream(
                  temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
        content.writeTo(out);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Checks what can be checked before the work begins.
   *
   * @param file where a result is to go
   * @throws Failure when the folder is missing or something else than a file is there
   */
  static void checkWritable(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new Failure("cannot write " + file + ": there is no folder " + folder);
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new Failure("cannot write " + file + ": it is there and is not a regular file");
    }
    if (!Files.isWritable(Files.exists(file) ? file : folder)) {
      throw new Failure("cannot write " + file + ": permission denied");
    }
  }
}
