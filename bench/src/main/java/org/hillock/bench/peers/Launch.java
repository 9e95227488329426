package org.hillock.bench.peers;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a library's process is started. */
final class Launch {

  private Launch() {}

  /** The command line of a process. */
  static List<String> command(Peer peer, Drivers drivers, int threads) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    String classpath = System.getProperty("java.class.path");
    if (peer == Peer.HILLOCK) {
      if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
        command.add("--add-modules=jdk.incubator.vector");
        command.add("-Dhillock.simd=now");
      }
    } else {
      classpath += File.pathSeparator + drivers.classpath(peer);
      command.add("-Dorg.bytedeco.javacpp.cachedir=" + drivers.cache(peer));
    }
    command.addAll(peer.flags());
    command.addAll(List.of("-cp", classpath, peer.driver(), Integer.toString(threads)));
    return command;
  }

  /** Variables for the native libraries: as many threads, and a folder for DJL to unpack to. */
  static List<String> environment(Peer peer, Drivers drivers, int threads) {
    return List.of(
        "OMP_NUM_THREADS=" + threads,
        "MKL_NUM_THREADS=" + threads,
        "DJL_CACHE_DIR=" + drivers.cache(peer));
  }
}
