package org.hillock.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.hillock.backend.Backend;
import org.hillock.backend.Bits;
import org.hillock.backend.HostStatistics;
import org.hillock.backend.Observed;
import org.hillock.backend.Tensor;
import org.hillock.backend.Totals;
import org.hillock.cpu.CpuBackend;
import org.hillock.insight.Watch;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Calls with a bias and with statistics, by groups and by items on every device, give the bits of
 * their definition.
 */
class ObservedTest {

  private static final List<Shape> SHAPES =
      List.of(
          Shape.of(1, 1),
          Shape.of(3),
          Shape.of(255),
          Shape.of(1, 1000),
          Shape.of(1000, 1),
          Shape.of(127, 3),
          Shape.of(129, 65),
          Shape.of(4097),
          Shape.of(3, 4096),
          Shape.of(300, 257),
          Shape.of(8300, 2),
          Shape.of(100_003));

  /** For a driver that takes its time. */
  private static final List<Shape> FEW =
      List.of(Shape.of(1, 1), Shape.of(129, 65), Shape.of(300, 64), Shape.of(12_293));

  /** For a simulator. */
  private static final List<Shape> FEWEST =
      List.of(Shape.of(3, 1), Shape.of(131, 9), Shape.of(5, 20));

  private static final List<Shape> ROWS =
      List.of(
          Shape.of(1),
          Shape.of(70, 3),
          Shape.of(3, 257),
          Shape.of(2, 9000),
          Shape.of(33, 64),
          Shape.of(5, 65, 3),
          Shape.of(2, 3, 4099));

  private static final List<Shape> FEW_ROWS = List.of(Shape.of(67, 3), Shape.of(3, 300));

  private static final List<Shape> FEWEST_ROWS = List.of(Shape.of(7, 3), Shape.of(2, 70));

  private static Backend cpu;

  @BeforeAll
  static void openCpu() {
    cpu = CpuBackend.open(1);
  }

  @AfterAll
  static void closeCpu() {
    cpu.close();
  }

  @TestFactory
  Stream<DynamicNode> giveTheBitsOfTheirDefinition() {
    return ClDevices.all().stream()
        .map(
            device ->
                dynamicContainer(
                    device.description().toString(),
                    Stream.of(Family.GROUP, Family.ITEM).flatMap(family -> tests(device, family))));
  }

  private static Stream<DynamicNode> tests(ClDevice device, Family family) {
    // It is told of 8: where it looks for uninitialised memory, Oclgrind 21.10 reads outside of
    // vectors of 32, which items would be given for 16.
    ClDevice tested = ClDevices.simulated(device) ? ClDevices.withWidth(device, 8) : device;
    Stream<DynamicNode> rows =
        Stream.of(
            dynamicTest(
                family + " softmax",
                () -> {
                  try (Backend backend = OpenClBackend.open(tested, family)) {
                    for (Shape shape : rows(device)) {
                      // Each kind with an input of its own, and over itself.
                      for (int axis = 0; axis < shape.rank(); axis++) {
                        Softmax softmax = Softmax.overAxis(axis).temperature(0.7f);
                        boolean log = axis == shape.rank() / 2;
                        new RowComparison(backend, log ? softmax.log() : softmax, shape).run();
                      }
                    }
                  }
                }));
    Stream<DynamicNode> activations =
        Stream.of(Way.values())
            .map(
                way ->
                    dynamicTest(
                        family + " " + way,
                        () -> {
                          try (Backend backend = OpenClBackend.open(tested, family)) {
                            for (Shape shape : shapes(device)) {
                              new Comparison(backend, activation(family, way), shape, way).run();
                            }
                          }
                        }));
    return Stream.concat(activations, rows);
  }

  /** What is asked for. */
  private enum Way {
    BIAS(true, false, false, false),
    TENSOR(false, true, false, false),
    UNITS(false, true, true, true),
    BIAS_AND_TENSOR(true, true, false, true),
    BIAS_AND_UNITS(true, true, true, false);

    private final boolean bias;
    private final boolean stats;
    private final boolean units;
    private final boolean inPlace;

    Way(boolean bias, boolean stats, boolean units, boolean inPlace) {
      this.bias = bias;
      this.stats = stats;
      this.units = units;
      this.inPlace = inPlace;
    }
  }

  /** Each in turn: what an activation gives is tested elsewhere, and compilers take their time. */
  private static Activation activation(Family family, Way way) {
    List<Way> ways = List.of(Way.values());
    Activation[] all = Activation.values();
    return all[(ways.indexOf(way) + (family.groups() ? ways.size() : 0)) % all.length];
  }

  private static List<Shape> rows(ClDevice device) {
    return ClDevices.simulated(device) ? FEWEST_ROWS : slow(device) ? FEW_ROWS : ROWS;
  }

  private static List<Shape> shapes(ClDevice device) {
    return ClDevices.simulated(device) ? FEWEST : slow(device) ? FEW : SHAPES;
  }

  private static boolean slow(ClDevice device) {
    return device.vectorWidth() == 1;
  }

  /** Two calls each way on a device, and by definition. */
  private record Comparison(Backend backend, Elementwise operation, Shape shape, Way way) {

    void run() {
      for (Direction direction : Direction.values()) {
        Watch tensors = Watch.tensors().histogramOfEvery(2);
        Watch watch = way.units ? tensors.perUnit((int) shape.dimension(-1)) : tensors;
        try (OpenClStatistics stats =
                way.stats ? (OpenClStatistics) backend.statistics(watch) : null;
            HostStatistics expected = new HostStatistics(cpu, watch)) {
          for (int call = 0; call < 2; call++) {
            call(direction, call, stats, way.stats ? expected : null);
          }
          if (stats != null) {
            stats.begin(operation, direction);
            expected.begin(operation, direction);
            String what = "%s %s of %s".formatted(operation, direction, shape);
            assertThat(stats.summary()).as(what).isEqualTo(expected.summary());
            assertThat(stats.units()).as(what).isEqualTo(expected.units());
            compare(what, stats.read(), expected.totals());
          }
        }
      }
    }

    private void call(
        Direction direction,
        int seed,
        @Nullable OpenClStatistics stats,
        @Nullable HostStatistics expected) {
      int size = (int) shape.size();
      int columns = (int) shape.dimension(-1);
      float[] x =
          tame(backend, seed == 0 ? Awkward.inputs(size, size) : Awkward.gradients(size, size));
      float[] dy =
          tame(backend, seed == 0 ? Awkward.gradients(size, size) : Awkward.inputs(size, -size));
      float[] b = tame(backend, Awkward.gradients(columns, seed));
      if (columns > 9 && seed == 1) {
        b[7] = Float.NaN;
        b[8] = Float.NEGATIVE_INFINITY;
      }
      Results actual = results(backend, direction, x, b, dy, way.inPlace, stats);
      Results right = results(cpu, direction, x, b, dy, false, expected);
      String what = "%s %s of %s".formatted(operation, direction, shape);
      check(backend, what, right.out, actual.out);
      check(backend, what + ", bias", right.biasGradient, actual.biasGradient);
    }

    private Results results(
        Backend on,
        Direction direction,
        float[] x,
        float[] b,
        float[] dy,
        boolean inPlace,
        org.hillock.backend.@Nullable Statistics stats) {
      Shape unit = Shape.of(b.length);
      try (Tensor in = on.tensor(shape).upload(x);
          Tensor bias = way.bias ? on.tensor(unit).upload(b) : null;
          Tensor gradient = on.tensor(shape).upload(dy);
          Tensor apart = on.tensor(shape);
          Tensor sums = way.bias ? on.tensor(unit) : null) {
        Tensor out = inPlace ? in : apart;
        if (direction == Direction.FORWARD) {
          if (on == cpu) {
            new Observed(cpu).forward(operation, in, bias, out, (HostStatistics) stats);
          } else {
            on.forward(operation, in, bias, out, stats);
          }
          return new Results(out.toArray(), new float[0]);
        }
        if (on == cpu) {
          HostStatistics host = (HostStatistics) stats;
          new Observed(cpu).backward(operation, in, bias, gradient, out, sums, host);
        } else {
          on.backward(operation, in, bias, gradient, out, sums, stats);
        }
        return new Results(out.toArray(), sums == null ? new float[0] : sums.toArray());
      }
    }
  }

  /** The same of a softmax. */
  private record RowComparison(Backend backend, Softmax softmax, Shape shape) {

    void run() {
      for (Direction direction : Direction.values()) {
        Watch watch = Watch.tensors().histogramOfEvery(1);
        try (OpenClStatistics stats = (OpenClStatistics) backend.statistics(watch);
            HostStatistics expected = new HostStatistics(cpu, watch)) {
          for (int call = 0; call < 2; call++) {
            call(direction, call, stats, expected);
          }
          stats.begin(softmax, direction);
          expected.begin(softmax, direction);
          String what = "%s %s of %s".formatted(softmax, direction, shape);
          assertThat(stats.summary()).as(what).isEqualTo(expected.summary());
          compare(what, stats.read(), expected.totals());
        }
      }
    }

    private void call(
        Direction direction, int seed, OpenClStatistics stats, HostStatistics expected) {
      int size = (int) shape.size();
      float[] x =
          tame(backend, seed == 0 ? Awkward.logits(size, size) : Awkward.inputs(size, size));
      float[] dy =
          tame(backend, seed == 0 ? Awkward.gradients(size, size) : Awkward.inputs(size, -size));
      if (size > 200) {
        // From finite numbers to what is not.
        x[size - 1] = 3.4e38f;
        x[size - 2] = -3.4e38f;
        dy[size - 1] = 3.4e38f;
      }
      try (Tensor in = cpu.tensor(shape).upload(x);
          Tensor gradient = cpu.tensor(shape).upload(dy);
          Tensor out = cpu.tensor(shape);
          Tensor first = backend.tensor(shape);
          Tensor second = backend.tensor(shape);
          Tensor third = backend.tensor(shape)) {
        Observed observed = new Observed(cpu);
        if (direction == Direction.FORWARD) {
          observed.forward(softmax, in, out, CpuBackend.rowMaps(), expected);
          first.upload(x);
          backend.forward(softmax, first, seed == 0 ? first : third, stats);
        } else {
          float[] y = new float[size];
          cpu.forward(softmax, shape, x, y);
          observed.backward(softmax, in.upload(y), gradient, out, expected);
          first.upload(y);
          second.upload(dy);
          backend.backward(softmax, first, second, seed == 0 ? second : third, stats);
        }
        float[] actual =
            (seed == 1 ? third : direction == Direction.FORWARD ? first : second).toArray();
        check(backend, softmax + " of " + shape, out.toArray(), actual);
      }
    }
  }

  /** For a device that keeps no subnormals: finite numbers that none come of. */
  private static float[] tame(Backend backend, float[] values) {
    if (!backend.device().denormals()) {
      for (int i = 0; i < values.length; i++) {
        float size = Math.min(12, Math.max(0x1p-10f, Math.abs(values[i])));
        boolean fits = values[i] == 0 || !Float.isFinite(values[i]);
        values[i] = fits ? values[i] : Math.copySign(size, values[i]);
      }
    }
    return values;
  }

  private static void check(Backend backend, String what, float[] expected, float[] actual) {
    for (int i = 0; i < expected.length; i++) {
      if (!Bits.same(expected[i], actual[i], backend.device().denormals())) {
        Assertions.fail(
            "%s on %s, element %d: expected %s, got %s",
            what, backend.device(), i, expected[i], actual[i]);
      }
    }
  }

  private static void compare(String what, Totals actual, Totals expected) {
    assertThat(actual.histogram()).as(what).isEqualTo(expected.histogram());
    for (Totals.Count count : Totals.Count.values()) {
      assertThat(actual.count(count)).as(what + count).isEqualTo(expected.count(count));
    }
    for (Totals.Sum sum : Totals.Sum.values()) {
      assertThat(values(actual, sum)).as(what + sum).isEqualTo(values(expected, sum));
    }
  }

  private static double[] values(Totals totals, Totals.Sum sum) {
    return IntStream.range(0, totals.units())
        .mapToDouble(unit -> totals.sum(sum).value(unit))
        .toArray();
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Results(float[] out, float[] biasGradient) {}
}
