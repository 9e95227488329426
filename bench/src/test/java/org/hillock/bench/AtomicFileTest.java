package org.hillock.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @TempDir private Path folder;

  private Stream<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList().stream();
    }
  }

  @Test
  void replacesAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old");
    AtomicFile.write(file, out -> out.write(new byte[] {'n', 'e', 'w'}));
    assertThat(file).hasContent("new");
    assertThat(files()).containsExactly(file);
  }

  @Test
  void failureInTheMiddleLeavesAllAsItWas() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");
    assertThat(file).hasContent("old");
    assertThat(files()).containsExactly(file);
  }

  @Test
  void followsASymbolicLink() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    AtomicFile.write(link, out -> out.write('x'));
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("x");
  }

  @Test
  void followsASymbolicLinkToWhatIsNotThereYet() throws IOException {
    Path file = folder.resolve("f");
    Path middle = Files.createSymbolicLink(folder.resolve("middle"), Path.of("f"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), middle);
    AtomicFile.write(link, out -> out.write('x'));
    assertThat(link).isSymbolicLink();
    assertThat(middle).isSymbolicLink();
    assertThat(file).hasContent("x");
  }

  @Test
  void refusesALoopOfSymbolicLinks() throws IOException {
    Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
    assertThatThrownBy(() -> AtomicFile.checkWritable(loop))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("too many symbolic links");
  }

  @Test
  void keepsThePermissions() throws IOException {
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
    Path file = Files.writeString(folder.resolve("f"), "old");
    Set<PosixFilePermission> wanted = PosixFilePermissions.fromString("rw--w----");
    Files.setPosixFilePermissions(file, wanted);
    AtomicFile.write(file, out -> out.write('x'));
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(wanted);
  }

  @Test
  void refusesAFolderThatCannotBeWrittenTo() throws IOException {
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Path file = Files.writeString(closed.resolve("f"), "old");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assumeFalse(Files.isWritable(closed), "root writes anywhere");
      assertThatThrownBy(() -> AtomicFile.checkWritable(file))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("permission denied in folder " + closed);
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void refusesWhatIsNoFile() {
    assertThatThrownBy(() -> AtomicFile.write(folder, out -> {}))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("not a regular file");
    assertThatThrownBy(() -> AtomicFile.write(folder.resolve("no/file"), out -> {}))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("there is no folder");
  }
}
