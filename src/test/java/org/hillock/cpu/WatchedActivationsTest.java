package org.hillock.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.hillock.Seed;
import org.hillock.backend.Bits;
import org.hillock.backend.HostStatistics;
import org.hillock.backend.Observed;
import org.hillock.backend.Tensor;
import org.hillock.insight.Watch;
import org.hillock.op.Activation;
import org.hillock.op.Elementwise;
import org.hillock.op.Shape;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is gathered in the pass equals what {@link Observed} gathers, and so do the results. */
class WatchedActivationsTest {

  private static final int[] SIZES = {
    1, 2, 3, 255, 256, 257, 1000, 4095, 4096, 4097, 3 * 4096 + 5, 100_003
  };

  private static final int[][] ROWS = {
    {1, 1},
    {1, 1000},
    {1000, 1},
    {127, 3},
    {128, 64},
    {129, 65},
    {300, 17},
    {1000, 257},
    {5, 4097},
    {66, 4500}
  };

  private final Random random = Seed.random();

  /** Kinds of data: what each element is. */
  private enum Data {
    ORDINARY,
    MIXED,
    RARE,
    CONSTANT,
    TINY;

    float element(Random random) {
      return switch (this) {
        case ORDINARY -> (float) (3 * random.nextGaussian());
        case MIXED -> any(random);
        case RARE -> random.nextInt(9000) == 0 ? any(random) : (float) random.nextGaussian();
        case CONSTANT -> 0.7f;
        case TINY -> (random.nextInt(100) - 50) * Float.MIN_VALUE;
      };
    }

    private static float any(Random random) {
      float[] awkward = {
        Float.NaN,
        -Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        0,
        -0f,
        Float.MIN_VALUE,
        -1e-40f,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        3,
        -3
      };
      return random.nextInt(3) == 0
          ? Float.intBitsToFloat(random.nextInt())
          : awkward[random.nextInt(awkward.length)];
    }
  }

  static List<CpuBackend> backends() {
    Twins best = Twins.best();
    return List.of(
        CpuBackend.of(best, 1),
        CpuBackend.of(best, 3),
        CpuBackend.of(Twins.scalar(), 2),
        CpuBackend.open(2, 1000));
  }

  @ParameterizedTest
  @MethodSource("backends")
  void tensorsEqualTheDefinition(CpuBackend backend) {
    try (backend) {
      for (Elementwise operation : operations()) {
        for (int size : SIZES) {
          if (size > 3000 && random.nextInt(4) > 0) {
            continue;
          }
          Watch watch = watch(operation).histogramOfEvery(1 + random.nextInt(3));
          check(backend, operation, Shape.of(size), watch, random.nextInt(4) == 0);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void rowsEqualTheDefinition(CpuBackend backend) {
    try (backend) {
      for (Elementwise operation : operations()) {
        for (int[] rows : ROWS) {
          Shape shape = Shape.of(rows[0], rows[1]);
          if (shape.size() > 5000 && random.nextInt(8) > 0) {
            continue;
          }
          check(backend, operation, shape, watch(operation).perUnit(rows[1]), false);
          check(backend, operation, shape, watch(operation).perUnit(rows[1]), true);
          check(backend, operation, shape, watch(operation), true);
          check(backend, operation, shape, null, true);
        }
      }
    }
  }

  private static List<Elementwise> operations() {
    return List.of(Activation.values());
  }

  private Watch watch(Elementwise operation) {
    // A different bound for each, as intervals take a moment to be found.
    float[] bounds = {0.01f, 1e-5f, 0.5f, 2};
    return Watch.tensors().saturatedBelow(bounds[operation.label().length() % bounds.length]);
  }

  /** A few calls that accumulate, of each kind of data, forward and backward, in place or not. */
  private void check(
      CpuBackend backend,
      Elementwise operation,
      Shape shape,
      @Nullable Watch watch,
      boolean withBias) {
    Observed observed = new Observed(backend);
    HostStatistics[] stats = new HostStatistics[4];
    for (int i = 0; watch != null && i < stats.length; i++) {
      stats[i] = new HostStatistics(backend, watch);
    }
    int columns = (int) shape.dimension(-1);
    Data[] kinds = Data.values();
    for (int call = 0; call < 2; call++) {
      Data data = kinds[random.nextInt(kinds.length)];
      int place = random.nextInt(3);
      float[] bias = values(random.nextInt(4) == 0 ? data : Data.ORDINARY, columns);
      float[] x = values(data, (int) shape.size());
      float[] dy = values(random.nextBoolean() ? data : Data.ORDINARY, (int) shape.size());
      String what = "%s of %s, %s, in place %d".formatted(operation, shape, data, place);
      float[][] results = new float[4][];
      for (int way = 0; way < 4; way++) {
        try (Tensor in = backend.tensor(shape).upload(x);
            Tensor b = backend.tensor(Shape.of(columns)).upload(bias);
            Tensor gradient = backend.tensor(shape).upload(dy);
            Tensor out = backend.tensor(shape);
            Tensor db = backend.tensor(Shape.of(columns))) {
          Tensor given = withBias ? b : null;
          Tensor made = withBias ? db : null;
          Tensor to = place == 0 ? out : place == 1 ? in : gradient;
          Tensor y = place == 1 ? in : out;
          switch (way) {
            case 0 -> observed.forward(operation, in, given, y, stats[0]);
            case 1 -> backend.forward(operation, in, given, y, stats[1]);
            case 2 -> observed.backward(operation, in, given, gradient, to, made, stats[2]);
            default -> backend.backward(operation, in, given, gradient, to, made, stats[3]);
          }
          results[way] = (way < 2 ? y : to).toArray();
          if (withBias && way > 1) {
            int end = results[way].length;
            results[way] = Arrays.copyOf(results[way], end + columns);
            System.arraycopy(db.toArray(), 0, results[way], end, columns);
          }
        }
      }
      same(what + " forward", results[0], results[1]);
      same(what + " backward", results[2], results[3]);
      for (int i = 0; watch != null && i < 4; i += 2) {
        assertThat(stats[i + 1].summary()).as(what).isEqualTo(stats[i].summary());
        assertThat(stats[i + 1].units()).as(what).isEqualTo(stats[i].units());
      }
    }
  }

  private float[] values(Data data, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = data.element(random);
    }
    return values;
  }

  private static void same(String what, float[] expected, float[] actual) {
    for (int i = 0; i < expected.length; i++) {
      if (!Bits.same(expected[i], actual[i])) {
        assertThat(actual[i]).as("%s, element %d", what, i).isEqualTo(expected[i]);
      }
    }
  }
}
