package org.hillock.bench;

import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.hillock.Hillock;
import org.hillock.backend.Device;
import org.hillock.backend.DeviceException;
import org.hillock.bench.report.Curves;
import org.hillock.bench.report.Errors;
import org.hillock.bench.report.Experiment;
import org.hillock.bench.report.Machine;
import org.hillock.bench.report.Page;
import org.hillock.bench.report.Peers;
import org.hillock.bench.report.Report;
import org.hillock.bench.report.Speed;
import org.hillock.bench.speed.SpeedTest;
import org.hillock.bench.verify.DeviceReport;
import org.hillock.op.Direction;
import org.hillock.op.Shape;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code report}: functions, errors, speed, training and devices as one page with charts. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Draws a report: one page of HTML, to look at.",
    description = {
      "",
      "Measures every device (a first look: 'verify', 'accuracy' and 'bench' take their time) and"
          + " writes one HTML file that needs nothing else, no network either: every function and"
          + " its slope; its error in ULP over all finite inputs, on each device and by the formula"
          + " as people write it; speed as a share of a plain copy; what becomes of networks, their"
          + " dead units and the flow of gradients; and the devices with their verification.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  hillock report                                 into hillock-report.html",
      "  hillock report --quick --out first-look.html   a first look",
      "  hillock report --experiment experiment.json    with networks trained before",
      "",
      "Exit status 1 when a device fails verification, as the page then shows."
    })
final class ReportCommand implements Callable<Integer> {

  private static final int MOST_WARM_UPS = 6;

  /** Not even this much faster than before is as fast as it gets. */
  private static final double STEADY = 0.8;

  /** The compiler rests when it takes less than this share of the time. */
  private static final double MOST_COMPILING = 0.05;

  private static final Shape WARM_UP_SHAPE = Shape.of(64, 1024);

  /** A cache's worth, a large activation, and one that no cache holds. */
  private static final List<Shape> SHAPES =
      List.of(Shape.of(16, 1024), Shape.of(512, 1024), Shape.of(4096, 1024));

  private static final List<Shape> QUICK_SHAPES = SHAPES.subList(0, 2);

  private static final double SECONDS_PER_CELL = 0.1;
  private static final double QUICK_SECONDS_PER_CELL = 0.03;
  private static final double MOST_SECONDS_PER_CELL = 60;

  /** A device that would take longer for one round of all operations is not asked to. */
  private static final double MOST_SECONDS_PER_ROUND = 3;

  private static final int SAMPLES_PER_BIN = 2048;
  private static final int QUICK_SAMPLES_PER_BIN = 128;

  /** Where the source tree keeps what "hillock peers" found. */
  private static final String PEERS = "bench/results/peers/peers.json";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "hillock-report.html",
      description = "Where to, whole or not at all. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("");

  @Option(
      names = "--device",
      paramLabel = "ID",
      description = "Measure one device: an id such as opencl:0:0, cpu, gpu, or a name's part.")
  private @Nullable String device;

  @Option(
      names = "--experiment",
      paramLabel = "FILE",
      description =
          "Draw these networks: what 'hillock experiment --json FILE' wrote. Default: train them"
              + " now, but not with --quick.")
  private @Nullable Path experiment;

  @Option(
      names = "--peers",
      paramLabel = "FILE",
      description =
          "Draw this comparison with other libraries: what 'hillock peers --json FILE' wrote."
              + " Default: "
              + PEERS
              + " of the source tree, if it is there.")
  private @Nullable Path peers;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description =
          "How long to time each call, about. Default: "
              + SECONDS_PER_CELL
              + ", with --quick "
              + QUICK_SECONDS_PER_CELL
              + ".")
  private @Nullable Double seconds;

  @Option(
      names = "--quick",
      description = "A first look: fewer inputs, sizes and rounds, and nothing trained.")
  private boolean quick;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  private final List<DeviceReport> verification = new ArrayList<>();
  private final List<Speed> speeds = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    if (!(secondsPerCell() >= 0 && secondsPerCell() <= MOST_SECONDS_PER_CELL)) {
      throw new ParameterException(
          spec.commandLine(),
          "--seconds is %s; expected 0 to %.0f".formatted(seconds, MOST_SECONDS_PER_CELL));
    }
    AtomicFile.checkWritable(out);
    Experiment given = experiment == null ? null : Experiment.read(experiment);
    Peers others = others();
    Machine machine = machine();
    Errors errors = new Errors(quick ? QUICK_SAMPLES_PER_BIN : SAMPLES_PER_BIN);
    for (Device found : machine.devices()) {
      verification.add(visit(found, errors));
    }
    Experiment trained = given == null && !quick ? train() : given;
    byte[] page =
        Page.of(
            new Report(
                machine,
                Curves.ofTheCatalogue(),
                errors.result(),
                speeds,
                verification,
                others,
                trained));
    AtomicFile.write(out, file -> file.write(page));
    spec.commandLine()
        .getOut()
        .printf(Locale.ROOT, "%s: %.1f MB, for any browser%n", out, page.length / 1e6);
    spec.commandLine().getOut().flush();
    return verification.stream().allMatch(DeviceReport::ok) ? 0 : 1;
  }

  /** Trains networks on the device that was asked for, else on the one that is chosen. */
  private Experiment train() {
    try (Hillock hillock = Devices.open(spec, device)) {
      return Experiment.of(
          ExperimentCommand.run(hillock, org.hillock.bench.experiment.Experiment.full()));
    }
  }

  private double secondsPerCell() {
    if (seconds != null) {
      return seconds;
    }
    return quick ? QUICK_SECONDS_PER_CELL : SECONDS_PER_CELL;
  }

  private @Nullable Peers others() throws IOException {
    if (peers != null) {
      return Peers.read(peers);
    }
    Path kept = Path.of(System.getProperty(PeersCommand.ROOT_PROPERTY, "")).resolve(PEERS);
    return Files.isReadable(kept) ? Peers.read(kept) : null;
  }

  private Machine machine() {
    try (Hillock hillock = Devices.open(spec, device)) {
      return new Machine(
          new Main.Version().getVersion()[0],
          DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
              .format(ZonedDateTime.now(ZoneOffset.UTC)),
          "Java " + Runtime.version(),
          System.getProperty("os.name") + " " + System.getProperty("os.arch"),
          Runtime.getRuntime().availableProcessors(),
          quick,
          hillock.device().id(),
          hillock.choice(),
          device == null ? Hillock.devices() : List.of(hillock.device()),
          Hillock.refusals(),
          Devices.openClUnavailable());
    }
  }

  /** Measures a device; one that fails on the way keeps what it was found good for. */
  private DeviceReport visit(Device found, Errors errors) {
    DeviceReport report = null;
    try (Hillock hillock = Hillock.open(found.id())) {
      report = VerifyCommand.verify(hillock, true);
      try (Progress progress = Progress.start("Judging " + found.id(), Errors.steps())) {
        errors.measure(hillock, () -> progress.advance(1));
      }
      time(hillock);
      return report;
    } catch (DeviceException | IllegalArgumentException e) {
      return report == null
          ? VerifyCommand.unusable(found, e)
          : report.thenFailed("measuring: " + e.getMessage());
    }
  }

  /** Times ever larger data, as long as the device keeps up. */
  private void time(Hillock hillock) {
    if (hillock.device().type() == Device.Type.JAVA) {
      warmUp(hillock);
    }
    double secondsPerElement = 0;
    for (Shape shape : quick ? QUICK_SHAPES : SHAPES) {
      if (secondsPerElement * shape.size() > MOST_SECONDS_PER_ROUND) {
        break;
      }
      Speed speed = time(hillock, shape);
      speeds.add(speed);
      secondsPerElement = speed.secondsPerRound() / shape.size();
    }
  }

  /**
   * Runs everything until it gets no faster and the compiler rests: what Java has not compiled yet
   * can take a hundred times as long.
   */
  private void warmUp(Hillock hillock) {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    double before = Double.POSITIVE_INFINITY;
    boolean rests = false;
    for (int i = 0; i < MOST_WARM_UPS && secondsPerCell() > 0 && !rests; i++) {
      long start = System.nanoTime();
      long compiled = compiler.getTotalCompilationTime();
      double seconds = time(hillock, WARM_UP_SHAPE).secondsPerRound();
      double share =
          (compiler.getTotalCompilationTime() - compiled) / ((System.nanoTime() - start) / 1e6);
      rests = seconds > STEADY * before && share < MOST_COMPILING;
      before = seconds;
    }
  }

  private Speed time(Hillock hillock, Shape shape) {
    SpeedTest test =
        new SpeedTest(
            BenchCommand.allOperations(),
            List.of(Direction.values()),
            shape,
            secondsPerCell(),
            false);
    String id = hillock.device().id();
    try (Progress progress = Progress.start("Timing " + id + " " + shape, test.progressSteps())) {
      return Speed.of(id, shape.size(), test.run(hillock, progress::advance));
    }
  }
}
