package org.hillock.bench.verify;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;
import org.hillock.op.Operation;
import org.hillock.op.ParameterSpec;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;

/**
 * What a device has to compute to be believed: every operation of the catalogue, in both
 * directions.
 */
public final class Problems {

  private static final Set<Placement> ALL = EnumSet.allOf(Placement.class);

  /** Tried for every parameter; those that a function does not accept are left out. */
  private static final float[] PARAMETERS = {0.3f, 1.7f, 0f, -0.5f};

  private static final int[] LENGTHS = {
    0, 1, 2, 3, 5, 7, 8, 13, 15, 16, 17, 31, 32, 33, 61, 63, 64, 65, 127, 128, 129, 255, 256, 257,
    509, 1000, 1023, 1024, 1025, 4095, 4096, 4097, 16411, 65537, 100003,
  };
  private static final int[] FEW_LENGTHS = {257, 1021};

  /** Shapes of a softmax, with the axis. */
  private static final List<Along> SHAPES =
      List.of(
          along(0, 0),
          along(-1, 3, 0),
          along(0, 0, 3),
          along(0, 1),
          along(-1, 1, 1),
          along(-1, 5, 1),
          along(-1, 3, 2),
          along(-1, 1, 7),
          along(-1, 13, 31),
          along(-1, 12, 33),
          along(-1, 12, 255),
          along(-1, 12, 256),
          along(-1, 12, 257),
          along(0, 1000),
          along(-1, 257, 3),
          along(-1, 4097, 2),
          along(-1, 3, 1025),
          along(-1, 2, 4095),
          along(-1, 12, 4096),
          along(-1, 3, 4097),
          along(-1, 1, 8193),
          along(-1, 2, 20011),
          along(-1, 1, 131101),
          along(0, 2, 1),
          along(0, 7, 33),
          along(0, 257, 5),
          along(0, 4097, 3),
          along(1, 3, 5, 7),
          along(1, 2, 257, 3),
          along(1, 5, 33, 64),
          along(1, 1, 4099, 2),
          along(0, 31, 2, 17),
          along(-2, 2, 3, 5, 7),
          along(2, 3, 2, 65, 1));

  private static final List<Along> LARGE_SHAPES =
      List.of(
          along(-1, 1 << 20, 7),
          along(-1, 100_003, 32),
          along(-1, 4096, 257),
          along(-1, 1024, 2176),
          along(-1, 257, 9344),
          along(-1, 41, 50_257),
          along(-1, 5, 131_072),
          along(-1, 1, 1 << 20),
          along(1, 3, 1000, 784),
          along(0, 1000, 1031));

  private static final float[] TEMPERATURES = {0.7f, 3f, 0.01f, 1e30f};

  private final List<Problem> problems = new ArrayList<>();

  private Problems() {}

  /**
   * Everything: awkward lengths and shapes, special values, every placement.
   *
   * @return a few hundred problems
   */
  public static List<Problem> full() {
    Problems all = new Problems();
    for (Activation activation : Activation.values()) {
      for (int length : LENGTHS) {
        all.add(activation, ALL, length);
      }
      for (Elementwise variant : variants(activation).toList()) {
        for (int length : FEW_LENGTHS) {
          all.add(variant, EnumSet.of(Placement.ARRAYS, Placement.RESIDENT), length);
        }
      }
    }
    int next = 0;
    for (Along along : SHAPES) {
      float temperature = TEMPERATURES[next++ % TEMPERATURES.length];
      for (Softmax kind : Softmax.kinds(along.axis())) {
        all.add(kind, ALL, along.dimensions());
        all.add(kind.temperature(temperature), EnumSet.of(Placement.ARRAYS), along.dimensions());
      }
    }
    return all.problems;
  }

  /**
   * A few dozen small ones, for a simulator that takes its time.
   *
   * @return problems of at most 600 elements, each in one placement
   */
  public static List<Problem> quick() {
    Problems few = new Problems();
    Set<Placement> arrays = EnumSet.of(Placement.ARRAYS);
    for (Activation activation : Activation.values()) {
      few.add(activation, arrays, 261);
      variants(activation).limit(1).forEach(variant -> few.add(variant, arrays, 131));
    }
    for (Softmax last : Softmax.kinds(-1)) {
      few.add(last, arrays, 11, 33);
      few.add(last.temperature(0.7f), arrays, 2, 257);
    }
    for (Softmax first : Softmax.kinds(0)) {
      few.add(first, EnumSet.of(Placement.OVER_INPUT), 600);
      few.add(first.temperature(3), arrays, 67, 3);
    }
    for (Softmax middle : Softmax.kinds(1)) {
      few.add(middle, arrays, 2, 33, 3);
    }
    return few.problems;
  }

  /**
   * Large shapes: many short rows, few long ones, a middle axis, and more elements than the groups
   * of a device take at once.
   *
   * @return a few dozen problems, of up to ten million elements
   */
  public static List<Problem> large() {
    Problems large = new Problems();
    Set<Placement> resident = EnumSet.of(Placement.RESIDENT);
    for (Activation activation : Activation.values()) {
      large.add(activation, resident, (1 << 22) + 3);
    }
    for (Along along : LARGE_SHAPES) {
      Softmax.kinds(along.axis()).forEach(kind -> large.add(kind, resident, along.dimensions()));
    }
    return large.problems;
  }

  /**
   * How many results will be compared.
   *
   * @param problems the problems
   * @return the number of problems, each as often as it has placements
   */
  public static int cases(List<Problem> problems) {
    return problems.stream().mapToInt(problem -> problem.placements().size()).sum();
  }

  private void add(Operation operation, Set<Placement> placements, long... dimensions) {
    for (Direction direction : Direction.values()) {
      Set<Placement> suitable =
          placements.stream()
              .filter(placement -> placement.suits(direction))
              .collect(Collectors.toCollection(() -> EnumSet.noneOf(Placement.class)));
      Shape shape = Shape.of(dimensions);
      problems.add(new Problem(operation, direction, shape, problems.size(), false, suitable));
      if (operation instanceof Softmax) {
        problems.add(new Problem(operation, direction, shape, problems.size(), true, suitable));
      }
    }
  }

  /** The activation with other parameters than its default. */
  private static Stream<Elementwise> variants(Activation activation) {
    ParameterSpec spec = activation.parameterSpec();
    Stream.Builder<Elementwise> variants = Stream.builder();
    for (float value : PARAMETERS) {
      if (spec.exists() && value >= spec.least() && value <= spec.greatest()) {
        variants.add(activation.with(value));
      }
    }
    return variants.build();
  }

  private static Along along(int axis, long... dimensions) {
    return new Along(axis, dimensions);
  }

  @SuppressWarnings("ArrayRecordComponent") // A carrier: nothing compares it.
  private record Along(int axis, long[] dimensions) {}
}
