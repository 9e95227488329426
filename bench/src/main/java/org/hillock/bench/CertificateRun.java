package org.hillock.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hillock.Hillock;
import org.hillock.backend.Device;
import org.hillock.backend.DeviceException;
import org.hillock.bench.accuracy.Certification;
import org.hillock.bench.accuracy.CertificationException;
import org.hillock.bench.accuracy.Check;
import org.hillock.bench.accuracy.Computation;
import org.hillock.bench.accuracy.Contest;
import org.hillock.bench.accuracy.Folder;
import org.hillock.bench.accuracy.Functions.Function;
import org.hillock.bench.accuracy.Machine;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code accuracy --all}: opens the devices, lets the fastest sweep and the others check, and keeps
 * the certificate in a folder.
 *
 * @param spec the command
 * @param device the device that is to sweep; null for the fastest
 * @param folder where the certificate goes
 * @param restart whether to forget what is there
 * @param stride the distance of neighbouring bit patterns
 * @param threads how many threads judge
 */
record CertificateRun(
    CommandSpec spec,
    @Nullable String device,
    Path folder,
    boolean restart,
    long stride,
    int threads) {

  /** Sweeps the functions that are not done yet; the command's exit status. */
  int sweep(List<Function> functions) throws IOException, InterruptedException {
    Folder results = open();
    try {
      Closeable lock = results.lock();
      try {
        return sweep(functions, results);
      } finally {
        lock.close();
      }
    } catch (CertificationException e) {
      throw new Failure(String.valueOf(e.getMessage()));
    }
  }

  private int sweep(List<Function> functions, Folder results)
      throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    List<Hillock> devices = new ArrayList<>();
    try {
      Hillock sweeping = openDevices(results, functions, devices, out);
      Hillock chosen = sweeping == null ? Contest.fastest(devices, out::println) : sweeping;
      List<Check> checks =
          devices.stream()
              .filter(other -> !other.device().id().equals(chosen.device().id()))
              .map(o -> new Check(o.device(), Computation.on(o), Check.SHARE_OF_TIME))
              .toList();
      out.printf("%s sweeps; results go to %s%n", chosen.device(), folder);
      out.flush();
      Certification certification =
          new Certification(
              results,
              Computation.on(chosen),
              checks,
              Machine.of(chosen.device()),
              stride,
              threads,
              line -> {
                out.println(line);
                out.flush();
              });
      // Not before: a device that is not there must not cost the results.
      if (restart) {
        results.clear();
      }
      Certification.Plan plan = certification.plan(functions);
      run(certification, plan);
      return report(certification.failures(functions), out);
    } finally {
      devices.forEach(Hillock::close);
    }
  }

  private void run(Certification certification, Certification.Plan plan)
      throws IOException, InterruptedException {
    AtomicBoolean finished = new AtomicBoolean();
    Thread farewell =
        new Thread(
            () -> {
              if (!finished.get()) {
                System.err.println("Stopped. The same command goes on from here.");
              }
            });
    Runtime.getRuntime().addShutdownHook(farewell);
    try (Progress progress = Progress.start("Sweeping", plan.steps())) {
      certification.run(plan, progress::advance);
    } finally {
      finished.set(true);
      Runtime.getRuntime().removeShutdownHook(farewell);
    }
  }

  private int report(List<String> failures, PrintWriter out) {
    if (failures.isEmpty()) {
      out.printf(
          "%s is within 1 ULP of the truth: %s%n",
          stride == 1
              ? "Every result"
              : "Every result looked at, for every %dth input,".formatted(stride),
          folder.resolve("README.md"));
    } else {
      out.printf("NOT within 1 ULP: %s%n", String.join(", ", failures));
    }
    out.flush();
    return failures.isEmpty() ? 0 : 1;
  }

  private Folder open() throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new Failure("cannot write to " + folder + ": it is there and is not a folder");
    }
    Files.createDirectories(folder);
    Folder results =
        new Folder(
            folder, (file, content) -> AtomicFile.write(file, stream -> stream.write(content)));
    AtomicFile.checkWritable(results.certificateFile());
    return results;
  }

  /**
   * Opens all devices that can be used.
   *
   * @param devices where they go
   * @return the one that is to sweep, because it was asked for or has begun; null if the fastest is
   */
  private @Nullable Hillock openDevices(
      Folder results, List<Function> functions, List<Hillock> devices, PrintWriter out)
      throws IOException {
    Hillock sweeping =
        device != null
            ? Devices.open(spec, device)
            : restart ? null : openBegun(results, Certification.begunOn(results, functions));
    if (sweeping != null) {
      devices.add(sweeping);
    }
    for (Device other : Hillock.devices()) {
      if (sweeping == null || !other.id().equals(sweeping.device().id())) {
        try {
          devices.add(Hillock.open(other.id()));
        } catch (DeviceException | IllegalArgumentException e) {
          out.printf("%s cannot be used: %s%n", other, e.getMessage());
        }
      }
    }
    return sweeping;
  }

  private static @Nullable Hillock openBegun(Folder results, @Nullable String begunOn) {
    try {
      return begunOn == null ? null : Hillock.open(begunOn);
    } catch (DeviceException | IllegalArgumentException e) {
      throw new Failure(
          "%s was begun on %s, which cannot be used: %s; remove that file to sweep its function on another device, or begin all anew with --restart"
              .formatted(results.partialFile(), begunOn, e.getMessage()));
    }
  }
}
