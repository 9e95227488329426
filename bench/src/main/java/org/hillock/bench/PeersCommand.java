package org.hillock.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.hillock.bench.peers.Cell;
import org.hillock.bench.peers.Contest;
import org.hillock.bench.peers.Drivers;
import org.hillock.bench.peers.Means;
import org.hillock.bench.peers.Peer;
import org.hillock.bench.peers.PeerException;
import org.hillock.bench.peers.Task;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Softmax;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code peers}: other libraries beside ours, in time and in error. */
@Command(
    name = "peers",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Compares with PyTorch, ONNX Runtime and ND4J, in time and in error.",
    description = {
      "",
      "Runs each library in a process of its own, in turn with our CPU implementation, on the same"
          + " float32 data and as many threads. 'x' is a library's time by ours: above 1, we are"
          + " faster. 'of limit' is the shortest time the machine allows by ours: a parallel copy"
          + " of the bytes, or, if longer, our operations at the rate of multiply-adds in cache."
          + " 'max ULP' is the largest error against double precision, on normally distributed inputs"
          + " / tails included. Parameters have their defaults; softmax runs over the last axis.",
      "",
      "The first run fetches the libraries by Maven, about 300 MB in all; they go into Maven's"
          + " local repository and never into Hillock. bench/peers/README.md tells what is measured"
          + " and how.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  hillock peers                                     all, in some minutes",
      "  hillock peers --only hillock,onnxruntime          fetches and runs only that",
      "  hillock peers --op gelu --elements 1048576 --threads 1",
      "  hillock peers --op softmax --shapes 4096x1024,32x128256 --json peers.json",
      "",
      "JSON: {\"threads\",\"rounds\",\"multiplyAddsPerNano\",\"peers\":{ID:VERSION},",
      "  \"cells\":[{\"op\",\"direction\",\"shape\",\"ceiling\":{\"millis\",\"copyMillis\",",
      "  \"arithmeticMillis\"},\"outcomes\":[{\"peer\",\"millis\",\"gbps\",\"ratio\",\"result\",",
      "  \"error\":{\"maxUlp\",\"ordinaryMaxUlp\",\"x\",\"truth\",\"result\",\"elements\"},",
      "  \"why\"}]}],\"means\":[{\"group\",\"peer\",\"ratio\",\"cells\"}]}"
    })
final class PeersCommand implements Callable<Integer> {

  /** The launcher says by this property where the source tree is. */
  static final String ROOT_PROPERTY = "hillock.root";

  /** A direct buffer holds no more floats. */
  private static final int MOST_ELEMENTS = Integer.MAX_VALUE / Float.BYTES;

  private static final int MOST_THREADS = 1024;
  private static final int MOST_ROUNDS = 10_000;

  @Option(
      names = "--only",
      paramLabel = "PEER",
      split = ",",
      description = "Which libraries, beside ours: ${COMPLETION-CANDIDATES}. Default: all.")
  private @Nullable List<Peer> only;

  @Option(
      names = "--op",
      paramLabel = "NAME",
      completionCandidates = OperationNames.All.class,
      description = "One operation: ${COMPLETION-CANDIDATES}. Default: all, and a plain copy.")
  private @Nullable String name;

  @Option(
      names = "--direction",
      paramLabel = "D",
      description = "${COMPLETION-CANDIDATES}. Default: both.")
  private @Nullable Direction direction;

  @Option(
      names = "--elements",
      paramLabel = "N",
      defaultValue = "16777216",
      description = "How many elements an activation computes. Default: ${DEFAULT-VALUE}.")
  private long elements;

  @Option(
      names = "--shapes",
      paramLabel = "RxC",
      split = ",",
      defaultValue = "4096x1024,16384x1000,32x128256,512x50257,524288x32,1048576x7,1x16777216",
      description = "Rows and columns that a softmax computes. Default: ${DEFAULT-VALUE}.")
  private List<String> shapes = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "7",
      description =
          "How many runs of each to time at most; slow ones get fewer, at least 3. Default:"
              + " ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads each may use. Default: as many as there are processors.")
  private @Nullable Integer threads;

  @Mixin private JsonOption json = new JsonOption();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Task> tasks = tasks();
    int threadCount = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    check("--threads", threadCount, MOST_THREADS);
    check("--rounds", rounds, MOST_ROUNDS);
    json.check();
    List<Peer> peers = peers();
    PeersReport report;
    try {
      Drivers drivers = drivers(peers);
      try (Contest contest = new Contest(peers, drivers, threadCount, rounds);
          Progress progress = Progress.start("Comparing", tasks.size())) {
        List<Cell> cells = new ArrayList<>();
        for (Task task : tasks) {
          cells.add(contest.run(task));
          progress.advance(1);
        }
        report =
            new PeersReport(
                threadCount,
                rounds,
                contest.gigaOperations(),
                contest.versions(),
                cells,
                Means.of(cells));
      }
    } catch (PeerException e) {
      throw new Failure(String.valueOf(e.getMessage()));
    }
    report.print(spec.commandLine().getOut());
    json.write(report);
    return 0;
  }

  /** Ours, which all are compared with, first. */
  private List<Peer> peers() {
    Set<Peer> peers = EnumSet.of(Peer.HILLOCK);
    peers.addAll(only == null ? List.of(Peer.values()) : only);
    return List.copyOf(peers);
  }

  private Drivers drivers(List<Peer> peers)
      throws PeerException, IOException, InterruptedException {
    String root = System.getProperty(ROOT_PROPERTY);
    Drivers drivers = new Drivers(Path.of(root == null ? "" : root));
    if (peers.size() == 1) {
      return drivers;
    }
    String system = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
    if (!system.equals("Linux on amd64")) {
      throw new Failure(
          "the other libraries run here on Linux on amd64 only, and this is %s; --only hillock is all there is"
              .formatted(system));
    }
    if (root == null) {
      throw new Failure(
          "the other libraries' drivers are built from the source tree: run bench/hillock peers"
              + " there");
    }
    drivers.build(peers, spec.commandLine().getErr());
    return drivers;
  }

  private List<Task> tasks() {
    check("--elements", elements, MOST_ELEMENTS);
    List<Direction> directions =
        direction == null ? List.of(Direction.values()) : List.of(direction);
    List<Task> tasks = new ArrayList<>();
    if (name == null) {
      tasks.add(new Task(Task.COPY, Direction.FORWARD, 1, elements));
    }
    try {
      for (Activation activation : activations(name)) {
        directions.forEach(d -> tasks.add(new Task(activation.name(), d, 1, elements)));
      }
      for (Softmax softmax : softmaxes(name)) {
        for (String shape : shapes) {
          directions.forEach(d -> tasks.add(task(softmax, d, shape)));
        }
      }
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
    return tasks;
  }

  private static List<Activation> activations(@Nullable String name) {
    if (name == null) {
      return List.of(Activation.values());
    }
    return OperationNames.isSoftmax(name) ? List.of() : List.of(OperationNames.activation(name));
  }

  private static List<Softmax> softmaxes(@Nullable String name) {
    if (name == null) {
      return Softmax.kinds(-1);
    }
    return OperationNames.isSoftmax(name) ? List.of(OperationNames.softmax(name)) : List.of();
  }

  private Task task(Softmax softmax, Direction way, String shape) {
    String[] sides = shape.toLowerCase(Locale.ROOT).split("x", -1);
    try {
      long rows = Long.parseLong(sides[0]);
      long columns = Long.parseLong(sides[sides.length - 1]);
      if (sides.length == 2 && rows > 0 && columns > 0 && rows <= MOST_ELEMENTS / columns) {
        return new Task(softmax.name(), way, rows, columns);
      }
    } catch (NumberFormatException e) {
      // As below.
    }
    throw usage(
        "--shapes has '%s'; expected rows and columns such as 4096x1024, at most %d elements"
            .formatted(shape, MOST_ELEMENTS));
  }

  private void check(String option, long value, int most) {
    if (value < 1 || value > most) {
      throw usage("%s is %d; expected 1 to %d".formatted(option, value, most));
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
