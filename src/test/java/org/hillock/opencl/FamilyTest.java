package org.hillock.opencl;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.hillock.backend.Backend;
import org.hillock.backend.Bits;
import org.hillock.cpu.CpuBackend;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Every family of kernels on every device gives the bits of the CPU implementation. */
class FamilyTest {

  private static final int[] LENGTHS = {
    1, 2, 3, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 255, 256, 257, 1000, 4095, 4096, 4097, 8191,
    8192, 8193, 50257
  };

  /** What a vector holds whole rows of. */
  private static final List<Integer> SHORT = List.of(1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 32);

  /** For a driver that takes its time. */
  private static final List<Integer> SLOW_LENGTHS = List.of(1, 3, 17, 257, 4097, 50_257);

  /** What a work-item holds. */
  private static final List<Integer> TINY = List.of(1, 2, 3, 7, 16, 31, 32);

  /** Of a segment at most: in vectors and in floats, for teams of each size. */
  private static final List<Integer> TEAM = List.of(5, 33, 64, 1000, 2047, 2176, 4095);

  private static final List<Integer> FEW_TEAM = List.of(5, 68);

  /** Of several segments, not all of which are held. */
  private static final List<Integer> HELD = List.of(300, 4097, 9344, 50_256);

  private static final List<Integer> FEW_HELD = List.of(300, 4100);

  private static final List<Integer> DOWN = List.of(1, 3, 33, 257, 1000, 4097);

  /** What a GPU is given, beside others. */
  private static final Set<Family> GPU =
      EnumSet.of(Family.TEAM, Family.HELD, Family.TINY, Family.DOWN);

  /** For a simulator, which takes seconds for each, and for families that a device is not given. */
  private static final List<Integer> FEW_LENGTHS = List.of(1, 3, 17, 65, 257);

  private static final List<Shape> LARGE =
      List.of(
          Shape.of(1, 300_001),
          Shape.of(20_000, 33),
          Shape.of(2, 70_000, 3),
          Shape.of(3, 100_000),
          Shape.of(300_001, 3),
          Shape.of(300, 3, 70));

  /** One or two for each family that a GPU is given. */
  private static final List<Shape> SHAPES =
      List.of(
          Shape.of(1000, 7),
          Shape.of(130, 100),
          Shape.of(7, 4096),
          Shape.of(5, 16_385),
          Shape.of(1, 70_000),
          Shape.of(2, 300, 33),
          Shape.of(2, 4099, 9),
          Shape.of(2, 300, 3));

  private static final Tuning ODD =
      Tuning.parse(
              "GROUP=64 VECTORS=4 STRETCH=16 TEAM_GROUP=256 TEAMS_FORWARD=4 TEAMS_BACKWARD=1"
                  + " GROUPS_PER_UNIT=8 SPLIT_COLUMNS=8192")
          .with(Knob.VECTORS, 3)
          .with(Knob.TEAMS_FORWARD, 3)
          .with(Knob.GROUPS_PER_UNIT, 1);

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
  Stream<DynamicNode> sameBits() {
    return ClDevices.all().stream()
        .map(
            device ->
                dynamicContainer(
                    device.description().toString(),
                    Arrays.stream(Family.values())
                        .filter(family -> !(slow(device) && GPU.contains(family)))
                        .flatMap(family -> tests(device, family))));
  }

  /** Groups smaller than the kernels are written for: each work-item then takes more lanes. */
  @TestFactory
  Stream<DynamicNode> sameBitsInSmallGroups() {
    return ClDevices.all().stream()
        .map(
            device ->
                dynamicTest(
                    device.description() + ", groups of 16",
                    () -> {
                      ClDevice small = ClDevices.withGroup(device, 16);
                      try (Backend backend = OpenClBackend.open(small, Family.GROUP)) {
                        int most = slow(device) ? 300 : 5000;
                        softmax(backend, lengths(device, Family.GROUP).filter(n -> n < most));
                      }
                    }));
  }

  /** Shapes that are large in one way, by whatever family the device is given for them. */
  @TestFactory
  Stream<DynamicNode> sameBitsForLargeShapes() {
    return ClDevices.all().stream()
        .filter(device -> !ClDevices.simulated(device))
        .map(
            device ->
                dynamicTest(
                    device.description() + ", large shapes",
                    () -> {
                      try (Backend backend = OpenClBackend.open(device)) {
                        // In turn: the other tests have every kind on every path.
                        List<Softmax> kinds = Softmax.kinds(1);
                        List<Shape> shapes = slow(device) ? LARGE.subList(0, 3) : LARGE;
                        for (int i = 0; i < shapes.size(); i++) {
                          softmax(backend, kinds.get(i % kinds.size()), shapes.get(i));
                        }
                        float[] x = Awkward.inputs(5_000_003, 1);
                        compare(backend, Activation.SIGMOID, Shape.of(x.length), x, x);
                      }
                    }));
  }

  /**
   * What a GPU would be given, with the sizes of one and with odd ones: three vectors, teams and
   * rows at a time, and groups so few that each goes on to further rows.
   */
  @TestFactory
  Stream<DynamicNode> sameBitsAsOnAGpu() {
    return ClDevices.all().stream()
        // Where another thread waits for transfers, as on a GPU, the simulator aborts.
        .filter(device -> !ClDevices.simulated(device))
        .flatMap(
            device ->
                (slow(device) ? Stream.of("odd") : Stream.of("NVIDIA Corporation", "odd"))
                    .map(
                        vendor ->
                            dynamicTest(
                                device.description() + " as a GPU, " + vendor,
                                () -> asOnAGpu(ClDevices.asGpu(device, vendor), vendor))));
  }

  private static void asOnAGpu(ClDevice device, String vendor) {
    boolean odd = vendor.equals("odd");
    // The sizes alone: its exchange of numbers is inline assembly that no other compiler takes.
    Tuning tuning = odd ? ODD : Tuning.seed(device);
    ClDevice anyGpu = ClDevices.asGpu(odd ? ClDevices.withGroup(device, 200) : device, "");
    try (Backend backend = OpenClBackend.open(anyGpu, tuning, null)) {
      for (int n : List.of(1, 3, 255, 2049, 10_007)) {
        float[] x = Awkward.inputs(n, n);
        compare(backend, Activation.SIGMOID, Shape.of(n), x, Awkward.gradients(n, n));
      }
      List<Softmax> kinds = Softmax.kinds(1);
      for (int i = 0; i < SHAPES.size(); i++) {
        softmax(backend, kinds.get((odd ? i + 1 : i) % kinds.size()), SHAPES.get(i));
      }
    }
  }

  private static Stream<DynamicNode> tests(ClDevice device, Family family) {
    // The simulator says that it has no vectors, but is here to watch the memory accesses of all
    // widths.
    ClDevice tested = ClDevices.simulated(device) ? ClDevices.withWidth(device, 16) : device;
    Stream<DynamicNode> softmax =
        Stream.of(
            dynamicTest(
                family + " softmax",
                () -> {
                  try (Backend backend = OpenClBackend.open(tested, family)) {
                    boolean simulated = ClDevices.simulated(device);
                    switch (family) {
                      case SHORT -> shortRows(backend, simulated);
                      case TINY -> tinyRows(backend, simulated);
                      case TEAM -> heldRows(backend, simulated ? FEW_TEAM : TEAM);
                      case HELD -> heldRows(backend, simulated ? FEW_HELD : HELD);
                      case DOWN -> softmax(backend, (simulated ? FEW_LENGTHS : DOWN).stream());
                      default -> softmax(backend, lengths(device, family));
                    }
                  }
                }));
    boolean elementwise = family == Family.GROUP || family == Family.ITEM;
    return elementwise
        ? Stream.concat(
            softmax,
            Stream.of(
                dynamicTest(
                    family + " elementwise",
                    () -> {
                      try (Backend backend = OpenClBackend.open(tested, family)) {
                        elementwise(backend, lengths(device, family));
                      }
                    })))
        : softmax;
  }

  private static Stream<Integer> lengths(ClDevice device, Family family) {
    boolean its = device.vectorWidth() > 1 || family == Family.GROUP;
    if (its && slow(device)) {
      return SLOW_LENGTHS.stream();
    }
    return its && !ClDevices.simulated(device)
        ? Arrays.stream(LENGTHS).boxed()
        : FEW_LENGTHS.stream();
  }

  /** Whether a driver takes so long to compile that only what it would be given is worth it. */
  private static boolean slow(ClDevice device) {
    return device.vectorWidth() == 1 && !ClDevices.simulated(device);
  }

  private static void elementwise(Backend backend, Stream<Integer> lengths) {
    List<Integer> all = lengths.toList();
    for (Activation activation : Activation.values()) {
      for (int n : all) {
        compare(backend, activation, Shape.of(n), Awkward.inputs(n, n), Awkward.gradients(n, n));
      }
    }
  }

  private static void softmax(Backend backend, Stream<Integer> lengths) {
    lengths.forEach(
        n -> {
          int few = n > 300 ? 2 : 5;
          for (Softmax last : Softmax.kinds(-1)) {
            softmax(backend, last, Shape.of(3, n));
            softmax(backend, last, Shape.of(n, few));
          }
          for (Softmax middle : Softmax.kinds(1)) {
            softmax(backend, middle.temperature(0.7f), Shape.of(2, n, 3));
            softmax(backend, middle.temperature(0.7f), Shape.of(few, few, n));
          }
        });
    special(backend);
  }

  /** More rows than one work-item takes, and not a whole number of times. */
  private static void shortRows(Backend backend, boolean simulated) {
    for (int n : simulated ? List.of(1, 3, 8, 17) : SHORT) {
      for (Softmax kind : Softmax.kinds(1)) {
        softmax(backend, kind, Shape.of(n % 2 == 0 ? 64 : 67, n));
        softmax(backend, kind.temperature(0.7f), Shape.of(n % 2 == 0 ? 35 : 2, n));
      }
    }
    special(backend);
  }

  /** The same for kernels that are built for each length. */
  private static void tinyRows(Backend backend, boolean simulated) {
    for (int n : simulated ? List.of(1, 5) : TINY) {
      Softmax kind = n % 4 == 3 ? Softmax.overAxis(1).log() : Softmax.overAxis(1);
      softmax(backend, kind, Shape.of(n == 7 ? 128 : 301, n));
      softmax(backend, kind.temperature(0.7f), Shape.of(2, n));
    }
    special(backend);
  }

  /** More rows than a group takes, and not a whole number of times. */
  private static void heldRows(Backend backend, List<Integer> lengths) {
    for (int n : lengths) {
      Softmax kind = n % 3 == 0 ? Softmax.overAxis(-1).log() : Softmax.overAxis(-1);
      softmax(backend, kind.temperature(0.7f), Shape.of(n > 5000 ? 3 : 17, n));
    }
    special(backend);
  }

  private static void softmax(Backend backend, Softmax softmax, Shape shape) {
    int size = (int) shape.size();
    float[] x = Awkward.logits(size, size);
    compare(backend, softmax, Direction.FORWARD, shape, x, x);
    float[] y = new float[size];
    cpu.forward(softmax, shape, x, y);
    compare(backend, softmax, Direction.BACKWARD, shape, y, Awkward.gradients(size, size));
  }

  /** Rows that have no softmax, or hardly one. */
  private static void special(Backend backend) {
    float minus = Float.NEGATIVE_INFINITY;
    float plus = Float.POSITIVE_INFINITY;
    float[] x = {
      minus,
      minus,
      minus,
      1,
      Float.NaN,
      2,
      1,
      plus,
      2,
      1e30f,
      -1e30f,
      1e30f,
      minus,
      0,
      minus,
      -3.4e38f,
      3.4e38f,
      0,
      -0f,
      0f,
      -0f,
      Float.MIN_VALUE,
      0,
      -Float.MIN_VALUE
    };
    for (Shape shape : List.of(Shape.of(8, 3), Shape.of(24, 1))) {
      for (int axis = 0; axis < shape.rank(); axis++) {
        for (Softmax kind : Softmax.kinds(axis)) {
          compare(backend, kind, Direction.FORWARD, shape, x, x);
        }
      }
    }
    // Saved outputs of log-softmax with gradients that make D, or a product with it, infinite.
    float[] y = {minus, 0, -1e9f, -0f, -1, -86, -105, -3.4e38f, minus, minus, minus, Float.NaN};
    float[] dy = {1, -0f, 3e38f, 3e38f, 3e38f, 1, 0, -0f, plus, minus, 1, Float.NaN};
    for (int axis = 0; axis < 2; axis++) {
      Softmax log = Softmax.overAxis(axis).log();
      compare(backend, log, Direction.BACKWARD, Shape.of(3, 4), y, dy);
    }
  }

  private static void compare(
      Backend backend, Operation operation, Shape shape, float[] a, float[] b) {
    compare(backend, operation, Direction.FORWARD, shape, a, b);
    compare(backend, operation, Direction.BACKWARD, shape, a, b);
  }

  /** Compares results on host arrays, on tensors and in place. */
  private static void compare(
      Backend backend,
      Operation operation,
      Direction direction,
      Shape shape,
      float[] a,
      float[] b) {
    float[] expected = new float[a.length];
    run(cpu, operation, direction, shape, a, b, expected);
    float[] host = new float[a.length];
    run(backend, operation, direction, shape, a, b, host);
    String what = operation + " " + direction + " " + shape;
    check(what + " on arrays", backend, a, b, expected, host);
    try (var first = backend.tensor(shape).upload(a);
        var second = backend.tensor(shape).upload(b);
        var result = backend.tensor(shape)) {
      if (direction == Direction.FORWARD) {
        backend.forward(operation, first, result);
        backend.forward(operation, first, first);
      } else {
        backend.backward(operation, first, second, result);
        backend.backward(operation, first, second, first);
      }
      check(what + " on tensors", backend, a, b, expected, result.toArray());
      check(what + " in place", backend, a, b, expected, first.toArray());
    }
  }

  private static void run(
      Backend backend,
      Operation operation,
      Direction direction,
      Shape shape,
      float[] a,
      float[] b,
      float[] out) {
    if (direction == Direction.FORWARD) {
      backend.forward(operation, shape, a, out);
    } else {
      backend.backward(operation, shape, a, b, out);
    }
  }

  private static void check(
      String what, Backend backend, float[] a, float[] b, float[] expected, float[] actual) {
    boolean denormals = backend.device().denormals();
    int wrong = 0;
    String first = "";
    for (int i = 0; i < expected.length; i++) {
      if (!Bits.same(expected[i], actual[i], denormals)) {
        if (wrong++ == 0) {
          first =
              "element %d, inputs %s and %s: expected %s (%08x), got %s (%08x)"
                  .formatted(
                      i,
                      a[i],
                      b[i],
                      expected[i],
                      Float.floatToRawIntBits(expected[i]),
                      actual[i],
                      Float.floatToRawIntBits(actual[i]));
        }
      }
    }
    Assertions.assertThat(wrong)
        .as("%s on %s: differing elements, first %s", what, backend.device(), first)
        .isZero();
  }
}
