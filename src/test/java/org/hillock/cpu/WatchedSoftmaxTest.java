package org.hillock.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.hillock.Seed;
import org.hillock.backend.HostStatistics;
import org.hillock.backend.Observed;
import org.hillock.backend.Tensor;
import org.hillock.insight.Watch;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is gathered of a softmax equals what {@link Observed} gathers. */
class WatchedSoftmaxTest {

  private static final Shape[] SHAPES = {
    Shape.of(1),
    Shape.of(3),
    Shape.of(7, 5),
    Shape.of(70, 17),
    Shape.of(20, 257),
    Shape.of(2, 4096),
    Shape.of(1, 9001),
    Shape.of(3, 5, 4),
    Shape.of(2, 150, 35),
    Shape.of(40, 5000),
    // Several threads, between whose rows segments are cut.
    Shape.of(3001, 117),
    Shape.of(701, 513)
  };

  private final Random random = Seed.random();

  static List<CpuBackend> backends() {
    return List.of(
        CpuBackend.of(Twins.best(), 1),
        CpuBackend.of(Twins.best(), 3),
        CpuBackend.of(Twins.scalar(), 2),
        CpuBackend.open(2, 10_000));
  }

  @ParameterizedTest
  @MethodSource("backends")
  void equalsTheDefinition(CpuBackend backend) {
    try (backend) {
      for (Shape shape : SHAPES) {
        if (shape.size() > 100_000 && random.nextInt(3) > 0) {
          continue;
        }
        for (Softmax kind : Softmax.kinds(shape.rank() == 3 ? 1 : -1)) {
          check(backend, kind, shape);
          check(backend, kind.temperature(1e-30f), shape);
        }
      }
    }
  }

  private void check(CpuBackend backend, Softmax kind, Shape shape) {
    Watch watch = Watch.tensors().histogramOfEvery(2);
    Observed observed = new Observed(backend);
    HostStatistics[] stats = new HostStatistics[4];
    for (int i = 0; i < stats.length; i++) {
      stats[i] = new HostStatistics(backend, watch);
    }
    for (int call = 0; call < 2; call++) {
      int place = random.nextInt(3);
      float[] x = values((int) shape.size());
      float[] dy = values((int) shape.size());
      for (int way = 0; way < 4; way++) {
        try (Tensor in = backend.tensor(shape).upload(x);
            Tensor gradient = backend.tensor(shape).upload(dy);
            Tensor out = backend.tensor(shape)) {
          Tensor y = place == 1 ? in : out;
          Tensor dx = place == 0 ? out : place == 1 ? in : gradient;
          switch (way) {
            case 0 -> observed.forward(kind, in, y, CpuBackend.rowMaps(), stats[0]);
            case 1 -> backend.forward(kind, in, y, stats[1]);
            case 2 -> observed.backward(kind, in, gradient, dx, stats[2]);
            default -> backend.backward(kind, in, gradient, dx, stats[3]);
          }
        }
      }
      for (int i = 0; i < 4; i += 2) {
        assertThat(stats[i + 1].summary())
            .as("%s of %s, in place %d", kind.label(), shape, place)
            .isEqualTo(stats[i].summary());
      }
    }
  }

  /** Sometimes ordinary, sometimes with the odd value that is not finite, or far away. */
  private float[] values(int count) {
    float[] awkward = {
      Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 3e38f, -3e38f, -1e9f
    };
    int rarity = random.nextInt(3) == 0 ? Integer.MAX_VALUE : 1 + random.nextInt(500);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          random.nextInt(rarity) == 0
              ? awkward[random.nextInt(awkward.length)]
              : (float) (5 * random.nextGaussian());
    }
    return values;
  }
}
