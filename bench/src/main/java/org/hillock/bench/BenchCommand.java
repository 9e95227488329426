package org.hillock.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hillock.Hillock;
import org.hillock.bench.speed.DeviceTimes;
import org.hillock.bench.speed.SpeedResult;
import org.hillock.bench.speed.SpeedTest;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench}: how fast operations run on a device, beside a plain copy. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Times operations beside a plain copy.",
    description = {
      "",
      "Times operations on resident data (tensors) and on host arrays (there and back), in turn with"
          + " a plain copy on the same device. GB/s counts 8 bytes an element forward and 12"
          + " backward. 'of copy' compares with a plain copy, of 8: between tensors, and of an array"
          + " to a tensor and back, which is how fast the way to the device is. Softmax runs over the"
          + " last axis. Without a device asked for by name, calls on host arrays go where they are"
          + " faster.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  hillock bench                                        everything, 4096x1024",
      "  hillock bench --op gelu --size 16777216              one operation on 64 MiB",
      "  hillock bench --op softmax --shape 32x128256 --direction forward",
      "  hillock bench --statistics --shape 4096x4096         what watching costs",
      "",
      "JSON: {\"device\",\"deviceName\",\"copyGBps\",\"hostCopyGBps\",\"results\":[{",
      "  \"op\",\"direction\",\"shape\",\"data\":\"resident\"|\"host\"|\"statistics\"|",
      "  \"unit-statistics\",\"gbps\",\"ofCopy\",\"medianMicros\",\"runs\"}],",
      "  \"deviceMicros\":{\"OP DIRECTION\":MICROS}}"
    })
final class BenchCommand implements Callable<Integer> {

  /** Four times 16 MiB, more than a cache holds. */
  private static final Shape DEFAULT_SHAPE = Shape.of(4096, 1024);

  @Option(names = "--device", paramLabel = "ID", description = Devices.HELP)
  private @Nullable String device;

  @Option(
      names = "--op",
      paramLabel = "NAME",
      completionCandidates = OperationNames.All.class,
      description = "One operation: ${COMPLETION-CANDIDATES}. Default: all.")
  private @Nullable String name;

  @Option(
      names = "--direction",
      paramLabel = "D",
      description = "${COMPLETION-CANDIDATES}. Default: both.")
  private @Nullable Direction direction;

  @ArgGroup private Extent extent = new Extent();

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "0.5",
      description =
          "How long to time each call, about; half as long again goes into warming up. Default:"
              + " ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--profile",
      description =
          "Also show the median time on the device itself, copies from and to the host left out.")
  private boolean profile;

  @Option(
      names = "--statistics",
      description =
          "Also time calls on tensors that gather statistics, of whole tensors and of each unit"
              + " (column), and show their medians by that of the plain call.")
  private boolean statistics;

  @Mixin private JsonOption json = new JsonOption();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  /** How much data: one of the two, or neither. */
  static final class Extent {

    @Option(names = "--size", paramLabel = "N", description = "The number of elements.")
    private @Nullable Long size;

    @Option(
        names = "--shape",
        paramLabel = "RxC",
        description = "The dimensions, outermost first. Default: 4096x1024.")
    private @Nullable String shape;
  }

  /** What was measured. */
  record Result(
      String device,
      String deviceName,
      @JsonProperty("copyGBps") double copy,
      @JsonProperty("hostCopyGBps") double hostCopy,
      List<SpeedResult> results,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, Double> deviceMicros) {

    static Result of(Hillock hillock, List<SpeedResult> results) {
      return new Result(
          hillock.device().id(),
          hillock.device().name(),
          results.get(0).gbps(),
          results.get(1).gbps(),
          results.subList(2, results.size()),
          null);
    }

    Result with(DeviceTimes times) {
      return new Result(device, deviceName, copy, hostCopy, results, times.medianMicros());
    }

    void print(PrintWriter out) {
      out.printf(
          Locale.ROOT,
          "%s (%s): a plain copy moves %.1f GB/s on the device, %.1f GB/s from and to the host%n",
          device,
          deviceName,
          copy,
          hostCopy);
      List<String> headings =
          new ArrayList<>(
              List.of(
                  "op",
                  "direction",
                  "shape",
                  "GB/s",
                  "of copy",
                  "median µs",
                  "host GB/s",
                  "of copy",
                  "host median µs"));
      boolean watched = results.stream().anyMatch(r -> r.data().equals(SpeedResult.STATISTICS));
      if (watched) {
        headings.addAll(List.of("statistics", "per unit"));
      }
      if (deviceMicros != null) {
        headings.add("device µs");
      }
      Table table = new Table(headings.toArray(String[]::new));
      for (SpeedResult result : results) {
        if (result.data().equals(SpeedResult.RESIDENT)) {
          table.row(row(result, watched).toArray());
        }
      }
      table.print(out);
    }

    private List<String> row(SpeedResult result, boolean watched) {
      SpeedResult host = find(result, SpeedResult.HOST).orElseThrow();
      List<String> row =
          new ArrayList<>(
              List.of(
                  result.op(),
                  result.direction(),
                  result.shape(),
                  decimals(2, result.gbps()),
                  decimals(2, result.ofCopy()),
                  decimals(1, result.medianMicros()),
                  decimals(2, host.gbps()),
                  decimals(2, host.ofCopy()),
                  decimals(1, host.medianMicros())));
      if (watched) {
        row.add(timesLonger(result, SpeedResult.STATISTICS));
        row.add(timesLonger(result, SpeedResult.UNIT_STATISTICS));
      }
      if (deviceMicros != null) {
        Double micros =
            deviceMicros.get(DeviceTimes.key(result.op(), Direction.valueOf(result.direction())));
        row.add(micros == null ? "-" : decimals(1, micros));
      }
      return row;
    }

    private Optional<SpeedResult> find(SpeedResult plain, String data) {
      return results.stream().filter(other -> plain.is(other, data)).findFirst();
    }

    private String timesLonger(SpeedResult plain, String data) {
      return find(plain, data)
          .map(other -> "x " + decimals(2, other.medianMicros() / plain.medianMicros()))
          .orElse("-");
    }

    private static String decimals(int digits, double value) {
      return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
  }

  @Override
  public Integer call() throws Exception {
    List<Direction> directions =
        direction == null ? List.of(Direction.values()) : List.of(direction);
    if (!(seconds >= 0 && seconds <= 3600)) {
      throw usage("--seconds is " + seconds + "; expected 0 to 3600");
    }
    SpeedTest test = new SpeedTest(operations(name), directions, shape(), seconds, statistics);
    json.check();
    Result result;
    try (Hillock hillock = Devices.open(spec, device)) {
      DeviceTimes times = new DeviceTimes(test.shape());
      result =
          profile ? measure(hillock.profiled(times), test).with(times) : measure(hillock, test);
    }
    result.print(spec.commandLine().getOut());
    json.write(result);
    return 0;
  }

  /** Times on a device. */
  static Result measure(Hillock hillock, SpeedTest test) {
    try (Progress progress =
        Progress.start("Timing " + hillock.device().id(), test.progressSteps())) {
      return Result.of(hillock, test.run(hillock, progress::advance));
    }
  }

  /** Every operation of the catalogue with its defaults. */
  static List<Operation> allOperations() {
    List<Operation> operations = new ArrayList<>(List.of(Activation.values()));
    operations.addAll(Softmax.kinds(-1));
    return operations;
  }

  private List<Operation> operations(@Nullable String name) {
    if (name == null) {
      return allOperations();
    }
    try {
      return List.of(OperationNames.operation(name));
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private Shape shape() {
    Shape shape = extent.size == null && extent.shape == null ? DEFAULT_SHAPE : givenShape();
    if (shape.size() < 1 || shape.size() > Integer.MAX_VALUE - 8) {
      throw usage(
          "shape %s has %d elements; expected 1 to %d"
              .formatted(shape, shape.size(), Integer.MAX_VALUE - 8));
    }
    return shape;
  }

  private Shape givenShape() {
    try {
      return extent.shape == null
          ? Shape.of(extent.size == null ? 0 : extent.size)
          : Shape.of(
              Arrays.stream(extent.shape.split("x", -1)).mapToLong(Long::parseLong).toArray());
    } catch (NumberFormatException e) {
      throw usage("--shape is '" + extent.shape + "'; expected dimensions such as 4096x1024");
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
