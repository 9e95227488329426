package org.hillock.bench.peers;

import java.util.List;
import java.util.Locale;

/** The libraries that are compared, ours first. */
public enum Peer {
  /** This library. */
  HILLOCK("HillockDriver", 0),
  /** PyTorch through DJL. */
  PYTORCH("pytorch.PyTorchDriver", 115, "-Doffline=true", "-Dai.djl.offline=true"),
  /** ONNX Runtime. */
  ONNXRUNTIME("onnxruntime.OnnxRuntimeDriver", 60),
  /** ND4J. */
  ND4J("nd4j.Nd4jDriver", 120);

  private final String driver;
  private final int megabytes;
  private final List<String> flags;

  Peer(String driver, int megabytes, String... flags) {
    this.driver = getClass().getPackageName() + "." + driver;
    this.megabytes = megabytes;
    this.flags = List.of(flags);
  }

  /**
   * The name of its folder below {@code bench/peers}, and on the command line.
   *
   * @return one word in lower case
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The main class of its process. */
  String driver() {
    return driver;
  }

  /** How much is downloaded for it the first time, about. */
  int megabytes() {
    return megabytes;
  }

  /** What its JVM is started with. */
  List<String> flags() {
    return flags;
  }
}
