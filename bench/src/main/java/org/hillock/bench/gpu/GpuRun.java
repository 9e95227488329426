package org.hillock.bench.gpu;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hillock.Hillock;
import org.hillock.backend.Backend;
import org.hillock.backend.Device;
import org.hillock.bench.accuracy.Machine;
import org.hillock.bench.peers.PeerException;
import org.hillock.bench.verify.Problem;
import org.hillock.bench.verify.Problems;
import org.hillock.cpu.CpuBackend;
import org.hillock.opencl.Diagnostics;
import org.hillock.opencl.OpenCl;
import org.jspecify.annotations.Nullable;

/** The stages of one run on one device. What fails is said, and the run goes on. */
public final class GpuRun {

  private final Device device;
  private final Settings settings;
  private final Consumer<String> say;
  private final Consumer<GpuResult> save;
  private final Map<String, String> why = new LinkedHashMap<>();
  private final List<CellResult> cells = new ArrayList<>();
  private List<FamilyCheck.Result> checked = List.of();
  private @Nullable LaunchCost launch;
  private @Nullable Transfers transfers;
  private List<Opening> openings = List.of();

  /**
   * What is to be done.
   *
   * @param plan how much
   * @param stages which stages
   * @param families which families of kernels are checked
   * @param eachFamily whether work is timed by each of those, too, that are written for it
   * @param problems what the families have to compute
   * @param seconds how long each piece of work is timed, about
   * @param minutes when no further piece of work is begun
   */
  public record Settings(
      Plan plan,
      Set<Stage> stages,
      List<String> families,
      boolean eachFamily,
      List<Problem> problems,
      double seconds,
      double minutes) {}

  /**
   * A run.
   *
   * @param device an OpenCL device
   * @param settings what is to be done
   * @param say told what is found, line by line
   * @param save given what has been found so far behind each stage: a run may be cut short
   */
  public GpuRun(Device device, Settings settings, Consumer<String> say, Consumer<GpuResult> save) {
    this.device = device;
    this.settings = settings;
    this.say = say;
    this.save = save;
  }

  /**
   * What a device has to compute to be believed.
   *
   * @param quick whether a few small problems are enough
   * @return the problems
   */
  public static List<Problem> problems(boolean quick) {
    List<Problem> problems = new ArrayList<>(quick ? Problems.quick() : Problems.full());
    if (!quick) {
      problems.addAll(Problems.large());
    }
    return problems;
  }

  /**
   * Runs the stages.
   *
   * @param pytorch PyTorch on the same device; null when it does not take part
   * @param pytorchMissing why it does not
   * @param command the options that the run was given
   * @return what was found
   */
  public GpuResult run(
      @Nullable PyTorch pytorch, @Nullable String pytorchMissing, List<String> command) {
    String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    if (pytorchMissing != null) {
      why.put(CellResult.PYTORCH, pytorchMissing);
    }
    long end = System.nanoTime() + (long) (settings.minutes() * TimeUnit.MINUTES.toNanos(1));
    Map<Stage, Step> steps = new EnumMap<>(Stage.class);
    steps.put(Stage.CHECK, this::check);
    steps.put(Stage.LAUNCH, this::launch);
    steps.put(Stage.SOFTMAX, () -> time(settings.plan().softmax(), pytorch, end));
    steps.put(Stage.ELEMENTWISE, () -> time(settings.plan().elementwise(), pytorch, end));
    steps.put(Stage.TRANSFERS, this::transfer);
    steps.put(Stage.OPENING, () -> openings = Opening.measure(device.id()));
    steps.keySet().retainAll(settings.stages());
    PyTorch.About about = pytorch == null ? null : pytorch.about();
    steps.forEach(
        (stage, step) -> {
          run(stage, step);
          save.accept(result(date, command, about));
        });
    return result(date, command, about);
  }

  private GpuResult result(String date, List<String> command, PyTorch.@Nullable About about) {
    return new GpuResult(
        date,
        command,
        Machine.of(device),
        about,
        settings.seconds(),
        settings.plan().rotation(),
        checked,
        launch,
        cells,
        transfers,
        openings,
        why);
  }

  private interface Step {
    void run() throws IOException, PeerException;
  }

  private void run(Stage stage, Step step) {
    try {
      step.run();
    } catch (IOException | PeerException | RuntimeException e) {
      why.put(stage.name(), e.toString());
      say.accept(stage + " failed: " + e);
    }
  }

  private void check() {
    Map<String, Backend> families = new LinkedHashMap<>();
    try (Backend reference = CpuBackend.open()) {
      for (String family : settings.families()) {
        families.put(family, Diagnostics.open(device.id(), family));
      }
      checked =
          FamilyCheck.run(
              families, reference, settings.problems(), this::takes, problemsDone -> {});
    } finally {
      families.values().forEach(Backend::close);
    }
    for (FamilyCheck.Result result : checked) {
      say.accept(
          "%s: %d cases, %d elements, %d mismatches, %d errors"
              .formatted(
                  result.family(),
                  result.cases(),
                  result.elements(),
                  result.mismatches(),
                  result.errors()));
      result.failures().forEach(failure -> say.accept("  " + failure));
    }
  }

  private boolean takes(String family, Problem problem) {
    return Diagnostics.takes(device.id(), family, problem.operation(), problem.shape());
  }

  private void time(List<Work> works, @Nullable PyTorch pytorch, long end) {
    Plan plan = settings.plan();
    try (Backend backend = OpenCl.open(device.id())) {
      Contest contest = new Contest(backend, null, pytorch, plan.rotation(), settings.seconds());
      for (Work work : works) {
        time(contest, work, end);
      }
    }
    for (String family : settings.eachFamily() ? settings.families() : List.<String>of()) {
      try (Backend backend = Diagnostics.open(device.id(), family)) {
        Contest contest =
            new Contest(backend, family, null, plan.rotation(), settings.seconds() / 3);
        for (Work work : works) {
          if (Diagnostics.takes(device.id(), family, work.operation(), work.shape())) {
            time(contest, work, end);
          }
        }
      }
    }
  }

  private void time(Contest contest, Work work, long end) {
    if (System.nanoTime() > end) {
      why.put("work", "the time was over before all was timed");
      return;
    }
    CellResult cell = contest.run(work);
    cells.add(cell);
    say.accept(cell.line());
  }

  private void launch() {
    try (Hillock hillock = Hillock.open(device.id())) {
      LaunchCost cost = LaunchCost.measure(hillock, settings.plan().launches());
      launch = cost;
      say.accept(
          "a launch: %s µs of the host; in a row %s µs; with a finish %s µs"
              .formatted(
                  Markdown.number(cost.enqueue()),
                  Markdown.number(cost.pipelined()),
                  Markdown.number(cost.finished())));
    }
  }

  private void transfer() {
    try (Hillock hillock = Hillock.open(device.id())) {
      Plan plan = settings.plan();
      long bytes = Math.min(plan.linkBytes(), device.maxAllocationBytes() / 4);
      transfers = Transfers.measure(hillock, bytes, plan.hostSizes());
    }
  }
}
