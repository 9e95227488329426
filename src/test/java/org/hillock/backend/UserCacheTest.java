package org.hillock.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read again, or nothing is. */
class UserCacheTest {

  private static final String KIND = "things";

  @TempDir private Path temporary;

  private Path folder;
  private UserCache cache;

  @BeforeEach
  void inAFolderThatIsNotThere() {
    folder = temporary.resolve("deep").resolve("cache");
    cache = UserCache.in(folder);
  }

  @Test
  void keepsWhatWasWrittenLast() throws IOException {
    assertThat(cache.read(KIND, "key")).isEmpty();
    cache.write(KIND, "key", bytes("first"));
    cache.write(KIND, "key", bytes("second"));
    cache.write(KIND, "ключ\n" + "long".repeat(10_000), bytes(""));
    cache.write("others", "key", bytes("third"));
    UserCache again = UserCache.in(folder);
    assertThat(again.read(KIND, "key")).contains(bytes("second"));
    assertThat(again.read(KIND, "ключ\n" + "long".repeat(10_000))).contains(bytes(""));
    assertThat(again.read("others", "key")).contains(bytes("third"));
    assertThat(again.read("others", "Key")).isEmpty();
    assertThat(again.usage().files()).isEqualTo(3);
  }

  @Test
  void damageOfAnyByteIsAbsence() throws IOException {
    cache.write(KIND, "key", bytes("content"));
    Path file = file();
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 1;
      Files.write(file, damaged);
      assertThat(cache.read(KIND, "key")).as("byte %d changed", i).isEmpty();
      assertThat(file).as("what is damaged is removed").doesNotExist();
      Files.write(file, Arrays.copyOf(whole, i));
      assertThat(cache.read(KIND, "key")).as("only %d bytes", i).isEmpty();
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertThat(cache.read(KIND, "key")).as("a byte too many").isEmpty();
    Files.write(file, whole);
    assertThat(cache.read(KIND, "key")).contains(bytes("content"));
  }

  @Test
  void aFileOfAnotherKeyOrKindIsAbsence() throws IOException {
    cache.write(KIND, "key", bytes("content"));
    cache.write("others", "other", bytes(""));
    Path other = folder.resolve("others").resolve(CacheFile.name("other"));
    Files.copy(file(), folder.resolve(KIND).resolve(CacheFile.name("other")));
    assertThat(cache.read(KIND, "other")).isEmpty();
    Files.copy(file(), other.resolveSibling(CacheFile.name("key")));
    assertThat(cache.read("others", "key")).isEmpty();
  }

  @Test
  void onlyTheOwnerMayLookOrWrite() throws IOException {
    assumePosix();
    cache.write(KIND, "key", bytes("content"));
    for (Path made : List.of(folder.getParent(), folder, folder.resolve(KIND))) {
      assertThat(permissions(made)).isEqualTo("rwx------");
    }
    assertThat(permissions(file())).isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxr-x", "rwxr-xrwx"})
  void aFolderThatOthersMayWriteToIsNotTrusted(String permissions) throws IOException {
    assumePosix();
    for (String place : List.of("", KIND)) {
      cache.write(KIND, "key", bytes("content"));
      Path open = folder.resolve(place);
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString(permissions));
      assertThat(PrivateFolder.objection(open)).contains("others may write", permissions);
      assertThat(cache.read(KIND, "key")).isEmpty();
      cache.write(KIND, "new", bytes("content"));
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
      assertThat(PrivateFolder.objection(open)).isEmpty();
      assertThat(cache.read(KIND, "key")).contains(bytes("content"));
      assertThat(cache.read(KIND, "new")).isEmpty();
    }
  }

  @Test
  void aFolderOfSomeoneElseIsNotTrusted() throws IOException {
    assumePosix();
    Path mine = Files.createDirectory(temporary.resolve("mine"));
    try {
      Files.setAttribute(mine, "unix:uid", 12345);
    } catch (IOException e) {
      Assumptions.abort("only root may give a folder away");
    }
    assertThat(PrivateFolder.objection(mine)).contains("belongs to 12345");
    UserCache.in(mine).write(KIND, "key", bytes("content"));
    assertThat(UserCache.in(mine).read(KIND, "key")).isEmpty();
  }

  @Test
  void aSymbolicLinkToAFolderIsFollowed() throws IOException {
    Path real = Files.createDirectory(temporary.resolve("real"));
    Path link = Files.createSymbolicLink(temporary.resolve("link"), real);
    UserCache.in(link).write(KIND, "key", bytes("content"));
    assertThat(UserCache.in(real).read(KIND, "key")).contains(bytes("content"));
  }

  @Test
  void whereNothingCanBeWrittenNothingIsKept() throws IOException {
    Path file = Files.write(temporary.resolve("file"), bytes("not a folder"));
    for (Path hopeless : List.of(file, file.resolve("below"))) {
      UserCache useless = UserCache.in(hopeless);
      useless.write(KIND, "key", bytes("content"));
      assertThat(useless.read(KIND, "key")).isEmpty();
      assertThat(useless.usage()).isEqualTo(new UserCache.Usage(0, 0));
    }
    assertThat(file).hasContent("not a folder");
    Files.createDirectories(folder.resolve(KIND).resolve(CacheFile.name("key")).resolve("full"));
    cache.write(KIND, "key", bytes("content"));
    assertThat(cache.read(KIND, "key")).isEmpty();
  }

  @Test
  void offKeepsNothing() throws IOException {
    UserCache off = UserCache.off();
    off.write(KIND, "key", bytes("content"));
    assertThat(off.read(KIND, "key")).isEmpty();
    assertThat(off.folder()).isEmpty();
    assertThat(off.usage().files()).isZero();
    off.clear();
  }

  @Test
  void whatWasLongestNotReadGoesFirst() throws IOException {
    byte[] content = new byte[1000];
    UserCache small = new UserCache(folder, 3500);
    for (String key : List.of("a", "b", "c")) {
      small.write(KIND, key, content);
      age(key);
    }
    assertThat(small.read(KIND, "a")).isPresent();
    small.write(KIND, "d", content);
    assertThat(Stream.of("a", "b", "c", "d").filter(key -> small.read(KIND, key).isPresent()))
        .hasSize(3)
        .contains("a", "d");
    small.write(KIND, "too large", new byte[3500]);
    assertThat(small.read(KIND, "too large")).isEmpty();
    assertThat(small.usage().files()).isEqualTo(3);
  }

  @Test
  void clearingLeavesWhatIsNotOurs() throws IOException {
    cache.write(KIND, "key", bytes("content"));
    cache.write("others", "key", bytes("content"));
    Path note = Files.write(folder.resolve(KIND).resolve("note.txt"), bytes("mine"));
    cache.clear();
    assertThat(cache.usage().files()).isZero();
    assertThat(cache.read(KIND, "key")).isEmpty();
    assertThat(note).hasContent("mine");
  }

  @Test
  void whatADeadProcessLeftIsRemoved() throws IOException {
    cache.write(KIND, "key", bytes("content"));
    Path fresh = Files.write(temporaryFile("1"), bytes("under way"));
    Path left = Files.write(temporaryFile("2"), bytes("half"));
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    cache.write(KIND, "key", bytes("content"));
    assertThat(left).doesNotExist();
    assertThat(fresh).exists();
  }

  @Test
  void aKindIsAWord() {
    for (String kind : List.of("", "..", "a/b", "A", "a.b")) {
      assertThatThrownBy(() -> cache.read(kind, "key"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("kind is \"" + kind + "\"");
    }
  }

  @Test
  void processesShareAFolder() throws IOException, InterruptedException {
    List<Process> writers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      writers.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Sharing.class.getName(),
                  folder.toString())
              .inheritIO()
              .start());
    }
    for (Process writer : writers) {
      assertThat(writer.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(writer.exitValue()).isZero();
    }
    try (Stream<Path> files = Files.list(folder.resolve(KIND))) {
      assertThat(files).hasSize(1);
    }
  }

  /** Several threads that write and read the same key, along with other processes. */
  static final class Sharing {

    private Sharing() {}

    /** Ends with a status other than 0 when something was read that nobody has written. */
    public static void main(String[] args) throws InterruptedException {
      UserCache cache = UserCache.in(Path.of(args[0]));
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 3; t++) {
        byte fill = (byte) t;
        Thread thread = new Thread(() -> writeAndRead(cache, fill));
        thread.setUncaughtExceptionHandler((failed, e) -> Runtime.getRuntime().halt(1));
        threads.add(thread);
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }

    private static void writeAndRead(UserCache cache, byte fill) {
      byte[] content = new byte[5000 + fill];
      Arrays.fill(content, fill);
      for (int i = 0; i < 200; i++) {
        cache.write(KIND, "key", content);
        Optional<byte[]> read = cache.read(KIND, "key");
        if (read.isEmpty() || read.get().length != 5000 + read.get()[0]) {
          throw new IllegalStateException("something else was read");
        }
      }
    }
  }

  private Path temporaryFile(String unique) {
    return folder.resolve(KIND).resolve(CacheFile.name("key") + "." + unique + ".part");
  }

  private Path file() {
    return folder.resolve(KIND).resolve(CacheFile.name("key"));
  }

  private void age(String key) throws IOException {
    Files.setLastModifiedTime(
        folder.resolve(KIND).resolve(CacheFile.name(key)),
        FileTime.from(Instant.now().minus(Duration.ofDays(2))));
  }

  private void assumePosix() {
    Assumptions.assumeTrue(
        temporary.getFileSystem().supportedFileAttributeViews().contains("posix"));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
