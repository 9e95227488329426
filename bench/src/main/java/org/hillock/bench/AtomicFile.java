package org.hillock.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;

/**
 * Writes a file whole or not at all: into a temporary file in the same folder, which is moved over
 * the wanted one at the end.
 */
final class AtomicFile {

  /** What Linux follows before it speaks of a loop. */
  private static final int MOST_LINKS = 40;

  private AtomicFile() {}

  /** Writes the content. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file, over one that is there, whose permissions the new one takes over where the file
   * system has POSIX permissions.
   *
   * @param file where to; a symbolic link is followed, also one whose file is not there yet
   * @param content called once
   * @throws Failure as {@link #checkWritable} does
   * @throws IOException when writing fails; the file is then as it was
   */
  static void write(Path file, Content content) throws IOException {
    checkWritable(file);
    Path target = target(file);
    String unique = "." + ProcessHandle.current().pid() + "." + System.nanoTime() + ".part";
    Path temporary = target.resolveSibling(target.getFileName() + unique);
    try {
      try (OutputStream out =
          new BufferedOutputStream(
              Files.newOutputStream(
                  temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
        copyPermissions(target, temporary);
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
   * @throws Failure when the folder is missing or cannot be written to, or something else than a
   *     file that can be written is there
   */
  static void checkWritable(Path file) {
    Path target = target(file);
    Path folder = target.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new Failure("cannot write " + file + ": there is no folder " + folder);
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new Failure("cannot write " + file + ": it is there and is not a regular file");
    }
    if (Files.exists(target) && !Files.isWritable(target)) {
      throw new Failure("cannot write " + file + ": permission denied");
    }
    if (!Files.isWritable(folder)) {
      throw new Failure("cannot write " + file + ": permission denied in folder " + folder);
    }
  }

  /** Whether writing to one path would replace what the other one names. */
  static boolean same(Path one, Path other) throws IOException {
    Path a = target(one);
    Path b = target(other);
    return (Files.exists(a) && Files.exists(b))
        ? Files.isSameFile(a, b)
        : a.normalize().equals(b.normalize());
  }

  /** What a path leads to: unlike a real path, it need not be there yet. */
  private static Path target(Path file) {
    Path target = file.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == MOST_LINKS) {
        throw new Failure("cannot write " + file + ": too many symbolic links");
      }
      try {
        target = target.resolveSibling(Files.readSymbolicLink(target));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return target;
  }

  /** Before the content is there: nobody may read meanwhile what the old permissions hide. */
  private static void copyPermissions(Path from, Path to) throws IOException {
    PosixFileAttributeView old = Files.getFileAttributeView(from, PosixFileAttributeView.class);
    if (old != null && Files.exists(from)) {
      Files.setPosixFilePermissions(to, old.readAttributes().permissions());
    }
  }
}
