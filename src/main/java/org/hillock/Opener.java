package org.hillock;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hillock.backend.Backend;
import org.hillock.backend.Device;
import org.hillock.backend.DeviceException;
import org.hillock.cpu.CpuBackend;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses a device, once, and says why. */
final class Opener {

  private static final Logger LOG = LoggerFactory.getLogger(Hillock.class);

  /** What {@link Hillock} uses. */
  static final Opener STANDARD = new Opener(DeviceSource.OPENCL);

  /**
   * An open backend.
   *
   * @param reason one sentence on why it was chosen
   * @param free whether calls on host data may be computed elsewhere: no device was asked for
   */
  record Opened(Backend backend, String reason, boolean free) {}

  private static @Nullable Backend reference;

  private final DeviceSource source;

  Opener(DeviceSource source) {
    this.source = source;
  }

  /** What the user asked for outside the program. */
  static String requested() {
    String property = System.getProperty("hillock.device", "");
    String environment = Optional.ofNullable(System.getenv("HILLOCK_DEVICE")).orElse("");
    return Stream.of(property, environment).filter(s -> !s.isBlank()).findFirst().orElse("auto");
  }

  /**
   * The CPU implementation that results are verified against and that takes over from a failed
   * device. Never closed.
   */
  static synchronized Backend reference() {
    Backend cpu = reference;
    if (cpu == null) {
      cpu = CpuBackend.open();
      reference = cpu;
    }
    return cpu;
  }

  List<Device> devices() {
    return Stream.concat(source.devices().stream(), Stream.of(reference().device())).toList();
  }

  List<String> refusals() {
    return source.refusals();
  }

  Optional<Throwable> unavailable() {
    return Optional.ofNullable(source.unavailable());
  }

  Opened open(String wanted) {
    Opened opened =
        switch (wanted.strip().toLowerCase(Locale.ROOT)) {
          case "" ->
              throw new IllegalArgumentException(
                  "device is \"" + wanted + "\"; expected " + expected());
          case "auto" -> best();
          case "cpu" -> cpu("the CPU implementation was asked for");
          case "gpu" -> gpu();
          default -> named(wanted.strip());
        };
    return said(opened);
  }

  /** A backend that was given, once it has passed its test. */
  static Opened given(Backend backend) {
    return said(new Opened(passing(backend), "it was given", false));
  }

  private static Opened said(Opened opened) {
    LOG.info("Hillock computes on {}: {}", opened.backend().device(), opened.reason());
    return opened;
  }

  private Opened best() {
    List<String> refusals = new ArrayList<>();
    List<Device> candidates =
        Stream.of(Device.Type.GPU, Device.Type.ACCELERATOR).flatMap(this::ofType).toList();
    for (Device device : candidates) {
      try {
        return tested(
            device,
            "it is the first %s that passes its self-test".formatted(device.type())
                + list(refusals),
            true);
      } catch (RuntimeException | LinkageError e) {
        refuse(device, e, refusals);
      }
    }
    refusals.addAll(source.refusals());
    return cpu(whyNoDevice() + list(refusals));
  }

  private String whyNoDevice() {
    Throwable cause = source.unavailable();
    if (cause != null) {
      return "OpenCL is not available (" + message(cause) + ")";
    }
    List<Device> idle = ofType(Device.Type.CPU).toList();
    return idle.isEmpty()
        ? "no OpenCL GPU or accelerator can be used"
        : "no OpenCL GPU or accelerator can be used; used only when asked for: " + join(idle);
  }

  private Opened gpu() {
    List<Device> gpus = ofType(Device.Type.GPU).toList();
    if (gpus.isEmpty()) {
      throw missing("gpu");
    }
    List<String> refusals = new ArrayList<>();
    for (Device device : gpus) {
      try {
        return tested(device, "a GPU was asked for" + list(refusals), false);
      } catch (RuntimeException | LinkageError e) {
        refuse(device, e, refusals);
      }
    }
    throw new DeviceException("no GPU can be used" + list(refusals));
  }

  /** Keeps the reason to one line: the message of a build failure carries the compiler's log. */
  private static void refuse(Device device, Throwable cause, List<String> refusals) {
    LOG.debug("{} is refused", device, cause);
    refusals.add(device + " is refused: " + firstLine(cause));
  }

  private Opened named(String wanted) {
    String part = wanted.toLowerCase(Locale.ROOT);
    List<Device> all = devices();
    Device device =
        Stream.concat(
                all.stream().filter(d -> d.id().equals(part)),
                all.stream().filter(d -> d.name().toLowerCase(Locale.ROOT).contains(part)))
            .findFirst()
            .orElseThrow(() -> missing(wanted));
    String reason = "\"" + wanted + "\" was asked for";
    return device.type() == Device.Type.JAVA ? cpu(reason) : tested(device, reason, false);
  }

  /** A device that passes its self-test; what was kept on disk may not be why it fails. */
  private Opened tested(Device device, String reason, boolean free) {
    Backend backend = source.open(device);
    try {
      return new Opened(passing(backend), reason, free);
    } catch (DeviceException e) {
      Backend afresh = source.openAfresh(backend).orElseThrow(() -> e);
      LOG.info(
          "{} is tried without what is kept on disk, with which it fails: {}",
          device,
          firstLine(e));
      return new Opened(passing(afresh), reason, free);
    }
  }

  /** A backend, if it passes its self-test; one that fails is closed. */
  private static Backend passing(Backend backend) {
    try {
      SelfTest.run(backend, reference());
      return backend;
    } catch (RuntimeException | Error e) {
      try {
        backend.close();
      } catch (RuntimeException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
  }

  private static Opened cpu(String reason) {
    return new Opened(CpuBackend.open(), reason, false);
  }

  private Stream<Device> ofType(Device.Type type) {
    return source.devices().stream().filter(d -> d.type() == type);
  }

  private IllegalArgumentException missing(String wanted) {
    String openCl =
        unavailable().map(cause -> "; OpenCL is not available: " + message(cause)).orElse("");
    return new IllegalArgumentException(
        "device \"%s\" is not there; expected %s; there are: %s%s%s"
            .formatted(wanted, expected(), join(devices()), openCl, list(source.refusals())));
  }

  private static String expected() {
    return "auto, cpu, gpu, an id, or a part of a device's name";
  }

  private static String join(List<Device> devices) {
    return devices.stream().map(Device::toString).collect(Collectors.joining(", "));
  }

  private static String list(List<String> refusals) {
    return refusals.isEmpty() ? "" : "; " + String.join("; ", refusals);
  }

  private static String firstLine(Throwable cause) {
    return message(cause).lines().findFirst().orElse("");
  }

  private static String message(Throwable cause) {
    return cause instanceof RuntimeException && cause.getMessage() != null
        ? cause.getMessage()
        : cause.toString();
  }
}
