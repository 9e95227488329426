package org.hillock.bench.gpu;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.hillock.Hillock;
import org.hillock.bench.peers.LineProcess;
import org.hillock.bench.peers.PeerException;
import org.hillock.bench.peers.Wire;

/**
 * How long a device takes to open in a JVM of its own, its self-test included, for which most
 * programs are built.
 *
 * @param caches which caches of built programs had something
 * @param openMillis from the first touch of OpenCL until the device is open
 * @param callMillis the first call behind that, on 1024 elements
 */
public record Opening(String caches, double openMillis, double callMillis) {

  /** What is said of it while the run goes on. */
  String line() {
    return "opening with built programs of %s: %s ms; the first call: %s ms"
        .formatted(caches, Markdown.number(openMillis), Markdown.number(callMillis));
  }

  private record Times(double openMillis, double callMillis) {}

  /**
   * Opens a device thrice: with no cache, with all caches, and with ours alone.
   *
   * @param id the device
   * @return the times
   * @throws IOException when there is no room for caches
   * @throws PeerException when a JVM fails
   */
  public static List<Opening> measure(String id) throws IOException, PeerException {
    Path folder = Files.createTempDirectory("hillock-opening");
    try {
      Path ours = Files.createDirectory(folder.resolve("hillock"));
      Path drivers = Files.createDirectory(folder.resolve("driver"));
      Path fresh = Files.createDirectory(folder.resolve("fresh"));
      return List.of(
          open("none", id, ours, drivers),
          open("ours and the driver's", id, ours, drivers),
          open("ours alone", id, ours, fresh));
    } finally {
      delete(folder);
    }
  }

  private static Opening open(String caches, String id, Path ours, Path drivers)
      throws PeerException {
    List<String> environment =
        List.of(
            "CUDA_CACHE_PATH=" + drivers,
            "POCL_CACHE_DIR=" + drivers,
            "MESA_SHADER_CACHE_DIR=" + drivers);
    try (LineProcess process = LineProcess.start("opening", command(id, ours), environment)) {
      Times times =
          Wire.message(process.ask(Wire.line("open"), "the request to open " + id), Times.class);
      return new Opening(caches, times.openMillis(), times.callMillis());
    }
  }

  private static List<String> command(String id, Path cache) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      command.add("--add-modules=jdk.incubator.vector");
    }
    command.add("-Dhillock.cache=" + cache);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Opening.class.getName(), id));
    return command;
  }

  /**
   * The child: opens a device once it is asked to, and says how long that took.
   *
   * @param arguments the device's id
   * @throws IOException when the parent is gone
   */
  public static void main(String... arguments) throws IOException {
    PrintStream replies = System.out;
    System.setOut(System.err);
    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    long start = System.nanoTime();
    try (Hillock hillock = Hillock.open(arguments[0])) {
      long open = System.nanoTime();
      hillock.forward(Plan.anyActivation(), new float[1024]);
      long called = System.nanoTime();
      replies.println("\n" + Wire.line(new Times((open - start) / 1e6, (called - open) / 1e6)));
      replies.flush();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
