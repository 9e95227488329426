package org.hillock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.hillock.backend.UserCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheCommandTest {

  @TempDir private Path temporary;

  private Path folder;

  @BeforeEach
  void inAFolderOfItsOwn() {
    folder = temporary.resolve("cache");
    System.setProperty("hillock.cache", folder.toString());
  }

  @AfterEach
  void asBefore() {
    System.clearProperty("hillock.cache");
  }

  @Test
  void saysWhatIsKeptAndRemovesIt() throws IOException {
    assertThat(Run.of("cache").out())
        .isEqualToIgnoringNewLines("cache: " + folder + ", 0 files, 0.0 MiB");
    UserCache.standard().write("things", "key", new byte[300_000]);
    UserCache.standard().write("others", "key", new byte[300_000]);
    Path note = Files.writeString(folder.resolve("things").resolve("note.txt"), "mine");
    Run run = Run.of("cache");
    assertThat(run.status()).isZero();
    assertThat(run.out()).isEqualToIgnoringNewLines("cache: " + folder + ", 2 files, 0.6 MiB");
    Run clear = Run.of("cache", "--clear");
    assertThat(clear.status()).isZero();
    assertThat(clear.out()).contains(", 0 files, 0.0 MiB");
    assertThat(UserCache.standard().read("things", "key")).isEmpty();
    assertThat(note).hasContent("mine");
  }

  @Test
  void saysWhyItIsNotUsed() throws IOException {
    Assumptions.assumeTrue(
        temporary.getFileSystem().supportedFileAttributeViews().contains("posix"));
    UserCache.standard().write("things", "key", new byte[3]);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(Run.of("cache").out())
        .contains("1 files", "not used, since others may write to " + folder);
  }

  @Test
  void saysThatItIsOff() {
    System.setProperty("hillock.cache", "off");
    assertThat(Run.of("cache", "--clear").out()).isEqualToIgnoringNewLines("cache: off");
  }

  @Test
  void whatIsNoFolderHasNothing() throws IOException {
    Files.writeString(folder, "a file");
    Run run = Run.of("cache", "--clear");
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains(folder + ", 0 files");
    assertThat(folder).hasContent("a file");
  }
}
