package org.hillock.bench.accuracy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.hillock.Hillock;
import org.hillock.backend.Device;

/**
 * Where something was measured.
 *
 * @param device the device's id
 * @param deviceName its name
 * @param platform its OpenCL platform, or Java
 * @param driver its driver's version
 * @param library the version of Hillock
 * @param java the Java runtime
 * @param os the operating system
 * @param cpu the processor, where the operating system says so
 */
public record Machine(
    String device,
    String deviceName,
    String platform,
    String driver,
    String library,
    String java,
    String os,
    String cpu) {

  /**
   * This machine.
   *
   * @param device the device used
   * @return its description
   */
  public static Machine of(Device device) {
    return new Machine(
        device.id(),
        device.name(),
        device.platform(),
        device.driver(),
        Optional.ofNullable(Hillock.class.getPackage().getImplementationVersion())
            .orElse("not from a jar"),
        Runtime.version().toString(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        processor());
  }

  /** Whether something begun on one can go on on the other with the same results. */
  boolean isSameDevice(Machine other) {
    return device.equals(other.device)
        && deviceName.equals(other.deviceName)
        && driver.equals(other.driver);
  }

  private static String processor() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.replaceFirst(".*: *", ""))
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
