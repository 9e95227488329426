package org.hillock.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.hillock.backend.Backend;
import org.hillock.backend.Device;
import org.hillock.backend.DeviceException;
import org.hillock.backend.Statistics;
import org.hillock.backend.Tensor;
import org.hillock.bench.verify.Placement;
import org.hillock.bench.verify.Problem;
import org.hillock.cpu.CpuBackend;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.junit.jupiter.api.Test;

/** What is said of a family that is right, wrong or broken. */
class FamilyCheckTest {

  private static final Operation SOFTMAX = Softmax.overAxis(-1);

  private static Problem problem(Direction direction) {
    return new Problem(
        SOFTMAX, direction, Shape.of(3, 5), 1, false, EnumSet.of(Placement.RESIDENT));
  }

  @Test
  void eachFamilyIsJudgedByItself() {
    try (Backend reference = CpuBackend.open(1);
        Backend right = CpuBackend.open(2);
        Backend wrong = new WrongForward(CpuBackend.open(1))) {
      List<FamilyCheck.Result> results =
          FamilyCheck.run(
              Map.of("RIGHT", right, "WRONG", wrong),
              reference,
              List.of(problem(Direction.FORWARD), problem(Direction.BACKWARD)),
              (family, problem) -> true,
              done -> {});
      assertThat(results).hasSize(2);
      for (FamilyCheck.Result result : results) {
        assertThat(result.softmaxes()).isEqualTo(2);
        assertThat(result.activations()).isZero();
        assertThat(result.elements()).isEqualTo(30);
        boolean expected = result.family().equals("RIGHT");
        assertThat(result.ok()).isEqualTo(expected);
        assertThat(result.mismatches()).isEqualTo(expected ? 0 : 1);
        assertThat(result.errors()).isEqualTo(expected ? 0 : 1);
        if (!expected) {
          assertThat(result.failures().get(0))
              .matches(
                  "SOFTMAX\\(axis -1\\) FORWARD on cpu .*: element 7, input \\S+ \\(0x[0-9a-f]{8}\\):"
                      + " expected \\S+ \\(0x[0-9a-f]{8}\\), got -1.0 \\(0xbf800000\\) by WRONG,"
                      + " shape \\S+: 1 of 15 elements differ");
          assertThat(result.failures().get(1))
              .contains("SOFTMAX(axis -1) BACKWARD", "by WRONG", "no backward here");
        }
      }
    }
  }

  @Test
  void aFamilyThatTookNoSoftmaxIsNotCovered() {
    Operation activation = Activation.values()[0];
    try (Backend reference = CpuBackend.open(1)) {
      List<FamilyCheck.Result> results =
          FamilyCheck.run(
              Map.of("NONE", reference),
              reference,
              List.of(
                  problem(Direction.FORWARD),
                  new Problem(
                      activation,
                      Direction.FORWARD,
                      Shape.of(7),
                      1,
                      false,
                      EnumSet.of(Placement.RESIDENT))),
              (family, problem) -> problem.operation() == activation,
              done -> {});
      FamilyCheck.Result result = results.get(0);
      assertThat(result.softmaxes()).isZero();
      assertThat(result.activations()).isEqualTo(1);
      assertThat(result.mismatches() + result.errors()).isZero();
      assertThat(result.covered()).isFalse();
      assertThat(result.ok()).isFalse();
    }
  }

  /** Gets one element wrong forward, and nothing done backward. */
  private record WrongForward(Backend inner) implements Backend {

    @Override
    public Device device() {
      return inner.device();
    }

    @Override
    public Tensor tensor(Shape shape) {
      return inner.tensor(shape);
    }

    @Override
    public void forward(Operation operation, Tensor x, Tensor y) {
      inner.forward(operation, x, y);
      float[] values = y.toArray();
      values[7] = -1;
      y.upload(values);
    }

    @Override
    public void forward(Softmax softmax, Tensor x, Tensor y, Statistics stats) {
      throw new DeviceException("no statistics here");
    }

    @Override
    public void backward(Operation operation, Tensor saved, Tensor dy, Tensor dx) {
      throw new DeviceException("no backward here");
    }

    @Override
    public void forward(Operation operation, Shape shape, float[] x, float[] y) {
      throw new DeviceException("no arrays here");
    }

    @Override
    public void backward(Operation operation, Shape shape, float[] saved, float[] dy, float[] dx) {
      throw new DeviceException("no arrays here");
    }

    @Override
    public void finish() {
      inner.finish();
    }

    @Override
    public void close() {
      inner.close();
    }
  }
}
