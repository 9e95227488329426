package org.hillock.bench.gpu;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
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
import org.hillock.bench.verify.Placement;
import org.hillock.bench.verify.Problem;
import org.hillock.bench.verify.Problems;
import org.hillock.cpu.CpuBackend;
import org.hillock.op.Direction;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.hillock.opencl.Diagnostics;
import org.jspecify.annotations.Nullable;

/** The stages of one run on one device. What fails is said, and the run goes on. */
public final class GpuRun {

  private static final Operation SOFTMAX = Softmax.overAxis(-1);

  /** A family that does not take it takes no softmax on that device. */
  private static final Shape LEAST = Shape.of(1, 1);

  /** Rows for the families that take only the shortest. */
  private static final Shape SHORTEST_ROWS = Shape.of(9, 2);

  /** A result is not saved more often between stages. */
  private static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final Device device;
  private final Settings settings;
  private final Consumer<String> say;
  private final Consumer<GpuResult> save;
  private final List<String> command;
  private final @Nullable PyTorch pytorch;
  private final Timing timing;
  private final String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  private final Map<String, String> why = new LinkedHashMap<>();
  private long saved = System.nanoTime();
  private List<FamilyCheck.Result> checked = List.of();
  private List<String> unchecked = List.of();
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
   * A run, whose time begins.
   *
   * @param device an OpenCL device
   * @param settings what is to be done
   * @param pytorch PyTorch on the same device; null when it does not take part
   * @param command the options that the run was given
   * @param say told what is found, line by line
   * @param save given what has been found so far, behind each stage and every few seconds of
   *     timing: a run may be cut short
   */
  public GpuRun(
      Device device,
      Settings settings,
      @Nullable PyTorch pytorch,
      List<String> command,
      Consumer<String> say,
      Consumer<GpuResult> save) {
    this.device = device;
    this.settings = settings;
    this.pytorch = pytorch;
    this.command = command;
    this.say = say;
    this.save = save;
    timing = new Timing(device, settings, pytorch, this::timed);
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
    for (Direction direction : Direction.values()) {
      problems.add(
          new Problem(SOFTMAX, direction, SHORTEST_ROWS, 1, false, EnumSet.of(Placement.RESIDENT)));
    }
    return problems;
  }

  /**
   * Runs the stages.
   *
   * @return what was found
   */
  public GpuResult run() {
    Map<Stage, Step> steps = new EnumMap<>(Stage.class);
    steps.put(Stage.CHECK, this::check);
    steps.put(Stage.LAUNCH, this::launch);
    steps.put(Stage.SOFTMAX, () -> timing.run(settings.plan().softmax()));
    steps.put(Stage.ELEMENTWISE, () -> timing.run(settings.plan().elementwise()));
    steps.put(Stage.TRANSFERS, this::transfer);
    steps.put(Stage.OPENING, this::open);
    steps.keySet().retainAll(settings.stages());
    steps.forEach(
        (stage, step) -> {
          run(stage, step);
          save.accept(result());
        });
    return result();
  }

  /** Says what a piece of work took, and saves it now and then. */
  private void timed(CellResult cell) {
    say.accept(cell.line());
    if (System.nanoTime() - saved > SAVE_NANOS) {
      save.accept(result());
      saved = System.nanoTime();
    }
  }

  private GpuResult result() {
    return new GpuResult(
        date,
        command,
        Machine.of(device),
        device.version(),
        pytorch == null ? null : pytorch.about(),
        settings.seconds(),
        settings.plan().rotation(),
        checked,
        unchecked,
        launch,
        timing.cells(),
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
    List<String> written =
        Diagnostics.families().stream()
            .filter(family -> Diagnostics.takes(device.id(), family, SOFTMAX, LEAST))
            .toList();
    unchecked = written;
    Map<String, Backend> families = new LinkedHashMap<>();
    try (Backend reference = CpuBackend.open()) {
      for (String family : settings.families()) {
        if (!written.contains(family)) {
          why.put(family, "not written for this device");
          continue;
        }
        families.put(family, Diagnostics.open(device.id(), family));
      }
      if (families.isEmpty()) {
        throw new IllegalStateException("no family to check is written for this device");
      }
      checked =
          FamilyCheck.run(
              families, reference, settings.problems(), this::takes, problemsDone -> {});
      unchecked = written.stream().filter(family -> !families.containsKey(family)).toList();
    } finally {
      families.values().forEach(Backend::close);
    }
    for (FamilyCheck.Result result : checked) {
      say.accept(
          "%s: %d softmaxes, %d activations, %d elements, %d mismatches, %d errors%s"
              .formatted(
                  result.family(),
                  result.softmaxes(),
                  result.activations(),
                  result.elements(),
                  result.mismatches(),
                  result.errors(),
                  result.covered() ? "" : ", not covered"));
      result.failures().forEach(failure -> say.accept("  " + failure));
    }
  }

  private boolean takes(String family, Problem problem) {
    return Diagnostics.takes(device.id(), family, problem.operation(), problem.shape());
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
      Transfers measured = Transfers.measure(hillock, bytes, plan.hostSizes());
      transfers = measured;
      measured.lines().forEach(say);
    }
  }

  private void open() throws IOException, PeerException {
    openings = Opening.measure(device.id());
    openings.forEach(opening -> say.accept(opening.line()));
  }
}
