package org.hillock.bench.peers;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The drivers of the other libraries: Maven projects of their own, built when they are first asked
 * for, which also fetches the libraries. Nothing of theirs is in this program's jar.
 */
public final class Drivers {

  private static final int LINES_OF_A_FAILURE = 15;

  private final Path folder;
  private final Path jar;

  /**
   * The drivers of a source tree.
   *
   * @param root the repository's root
   */
  public Drivers(Path root) {
    folder = root.resolve("bench").resolve("peers");
    jar = root.resolve("bench").resolve("target").resolve("hillock-bench.jar");
  }

  /**
   * Builds those that are missing or older than their sources or the program.
   *
   * @param peers whose
   * @param log told what is done, and how to do without
   * @throws PeerException when the build fails; the message has what Maven said last
   * @throws IOException when files cannot be read or written
   * @throws InterruptedException when the thread is interrupted
   */
  public void build(List<Peer> peers, PrintWriter log)
      throws PeerException, IOException, InterruptedException {
    List<Peer> wanted =
        peers.stream().filter(peer -> peer != Peer.HILLOCK && !isUpToDate(peer)).toList();
    if (wanted.isEmpty()) {
      return;
    }
    log.println(announcement(wanted));
    log.flush();
    List<String> command =
        List.of(
            "mvn",
            "-q",
            "-B",
            "-f",
            folder.resolve("pom.xml").toString(),
            "-pl",
            ids(wanted, ","),
            "package");
    Path said = Files.createTempFile("hillock-peers", ".log");
    try {
      Process maven = start(command, said);
      if (maven.waitFor() != 0) {
        throw new PeerException(
            "the build of %s failed; --only takes fewer of them. Maven's last words:%n%s"
                .formatted(ids(wanted, ", "), tail(said)));
      }
      for (Peer peer : wanted) {
        // Maven leaves a file alone that would not change.
        Files.setLastModifiedTime(
            classpathFile(peer), FileTime.fromMillis(System.currentTimeMillis()));
      }
    } finally {
      Files.deleteIfExists(said);
    }
  }

  private static Process start(List<String> command, Path said) throws PeerException {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
          .redirectOutput(said.toFile())
          .start();
    } catch (IOException e) {
      throw new PeerException(
          "Maven, which fetches and builds the peers, cannot be started: " + e.getMessage());
    }
  }

  private String announcement(List<Peer> wanted) {
    List<Peer> absent = wanted.stream().filter(peer -> !Files.exists(classpathFile(peer))).toList();
    return absent.isEmpty()
        ? "hillock: building the drivers of " + ids(wanted, ", ") + " ..."
        : "hillock: fetching %s by Maven into its local repository, once, unless they are there: "
                .formatted(
                    absent.stream()
                        .map(peer -> "%s (about %d MB)".formatted(peer.id(), peer.megabytes()))
                        .collect(Collectors.joining(", ")))
            + "Ctrl-C stops, and --only, as in --only hillock,onnxruntime, leaves others out ...";
  }

  private static String ids(List<Peer> peers, String between) {
    return peers.stream().map(Peer::id).collect(Collectors.joining(between));
  }

  /** The classpath of a peer's process, beside this program's own. */
  String classpath(Peer peer) {
    try {
      String libraries = Files.readString(classpathFile(peer), StandardCharsets.UTF_8).strip();
      return driverJar(peer) + File.pathSeparator + libraries;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder that a peer's process may unpack its native libraries to. */
  Path cache(Peer peer) {
    return folder.resolve(peer.id()).resolve("target").resolve("natives");
  }

  private Path classpathFile(Peer peer) {
    return folder.resolve(peer.id()).resolve("target").resolve("classpath.txt");
  }

  private String driverJar(Peer peer) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(peer.id()).resolve("target"))) {
      return files
          .map(Path::toString)
          .filter(name -> name.endsWith(".jar"))
          .findFirst()
          .orElseThrow(() -> new IOException("no driver of " + peer.id() + " was built"));
    }
  }

  private boolean isUpToDate(Peer peer) {
    Path built = classpathFile(peer);
    try {
      if (!Files.exists(built)) {
        return false;
      }
      for (String library : classpath(peer).split(File.pathSeparator, -1)) {
        if (!Files.exists(Path.of(library))) {
          return false;
        }
      }
      FileTime time = Files.getLastModifiedTime(built);
      for (Path source : sources(peer)) {
        if (Files.getLastModifiedTime(source).compareTo(time) > 0) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> sources(Peer peer) throws IOException {
    Path project = folder.resolve(peer.id());
    List<Path> sources =
        new ArrayList<>(List.of(jar, folder.resolve("pom.xml"), project.resolve("pom.xml")));
    try (Stream<Path> files = Files.walk(project.resolve("src"))) {
      files.forEach(sources::add);
    }
    return sources;
  }

  /** The last lines of a file. */
  static String tail(Path file) throws IOException {
    // Native code prints in whatever encoding: every byte is a character here.
    List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    return String.join(
        System.lineSeparator(),
        lines.subList(Math.max(0, lines.size() - LINES_OF_A_FAILURE), lines.size()));
  }
}
