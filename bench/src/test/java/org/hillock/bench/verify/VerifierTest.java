package org.hillock.bench.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.hillock.Hillock;
import org.hillock.backend.Backend;
import org.hillock.backend.Device;
import org.hillock.backend.Statistics;
import org.hillock.backend.Tensor;
import org.hillock.cpu.CpuBackend;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.junit.jupiter.api.Test;

/** The check must be able to fail: here the reference is the one that is wrong. */
class VerifierTest {

  private static final Activation FIRST = List.of(Activation.values()).get(0);

  @Test
  void everyOperationIsVerifiedInBothDirections() {
    for (List<Problem> problems : List.of(Problems.full(), Problems.quick())) {
      for (Direction direction : Direction.values()) {
        List<String> labels =
            problems.stream()
                .filter(problem -> problem.direction() == direction)
                .map(problem -> problem.operation().label())
                .distinct()
                .toList();
        assertThat(labels)
            .containsAll(List.of(Activation.values()).stream().map(Activation::label).toList())
            .containsAll(Softmax.kinds(-1).stream().map(Softmax::label).toList())
            .containsAll(Softmax.kinds(0).stream().map(Softmax::label).toList());
      }
    }
  }

  @Test
  void quickIsSmall() {
    List<Problem> problems = Problems.quick();
    assertThat(Problems.cases(problems)).isLessThan(70);
    assertThat(problems).allMatch(problem -> problem.shape().size() <= 600);
  }

  @Test
  void awkwardDataHoldsEverySpecialValue() {
    float[] x = Inputs.x(FIRST, Shape.of(1000), 0, false);
    assertThat(x)
        .contains(Float.NaN, 0f, -0f, Float.MIN_VALUE, Float.MAX_VALUE, -1e30f, -3.4e38f)
        .contains(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, -1e9f);
  }

  @Test
  void aDeviceWithoutSubnormalsIsGivenNone() {
    try (Backend reference = CpuBackend.open(1)) {
      for (Problem problem : Problems.quick()) {
        Problem.Solved solved = problem.solve(reference, false);
        for (float[] values : List.of(solved.first(), solved.dy())) {
          for (float value : values) {
            assertThat(value == 0 || !(Math.abs(value) < Float.MIN_NORMAL)).isTrue();
          }
        }
      }
    }
  }

  @Test
  void sameBitsPass() {
    AtomicLong steps = new AtomicLong();
    try (Hillock cpu = Hillock.open("cpu");
        Backend reference = CpuBackend.open(1)) {
      DeviceReport report = Verifier.verify(cpu, reference, Problems.quick(), steps::addAndGet);
      assertThat(report.ok()).isTrue();
      assertThat(report.cases()).isEqualTo(Problems.cases(Problems.quick()));
      assertThat(steps).hasValue(report.cases());
    }
  }

  @Test
  void oneBitInOneElementIsFoundInEveryPlacement() {
    try (Hillock cpu = Hillock.open("cpu");
        Backend reference = new OneBitOff(CpuBackend.open(1))) {
      for (Direction direction : Direction.values()) {
        Problem problem =
            Problems.full().stream()
                .filter(p -> p.direction() == direction && p.shape().size() > 1000)
                .findFirst()
                .orElseThrow();
        DeviceReport report = Verifier.verify(cpu, reference, List.of(problem), step -> {});
        assertThat(report.ok()).isFalse();
        assertThat(report.mismatches()).isEqualTo(problem.placements().size());
        assertThat(report.failures().stream().map(DeviceReport.Failure::placement).toList())
            .isEqualTo(problem.placements().stream().map(Placement::name).toList());
        assertThat(report.failures().get(0).message())
            .contains("1 of " + problem.shape().size() + " elements differ")
            .contains("element 5,", problem.operation().label(), "0x");
      }
    }
  }

  @Test
  void anExceptionIsAnError() {
    Hillock cpu = Hillock.open("cpu");
    cpu.close();
    try (Backend reference = CpuBackend.open(1)) {
      DeviceReport report = Verifier.verify(cpu, reference, Problems.quick(), step -> {});
      assertThat(report.ok()).isFalse();
      assertThat(report.errors()).isEqualTo(report.cases());
      assertThat(report.failures()).isNotEmpty();
      assertThat(
              report.failures().stream()
                  .map(DeviceReport.Failure::message)
                  .collect(Collectors.joining()))
          .contains("closed");
    }
  }

  /** A reference whose element 5 has its last bit flipped. */
  private record OneBitOff(Backend right) implements Backend {

    @Override
    public Device device() {
      return right.device();
    }

    @Override
    public Tensor tensor(Shape shape) {
      return right.tensor(shape);
    }

    @Override
    public void forward(Operation operation, Tensor x, Tensor y) {
      right.forward(operation, x, y);
    }

    @Override
    public void forward(Softmax softmax, Tensor x, Tensor y, Statistics stats) {
      right.forward(softmax, x, y, stats);
    }

    @Override
    public void backward(Operation operation, Tensor saved, Tensor dy, Tensor dx) {
      right.backward(operation, saved, dy, dx);
    }

    @Override
    public void forward(Operation operation, Shape shape, float[] x, float[] y) {
      right.forward(operation, shape, x, y);
      flip(y);
    }

    @Override
    public void backward(Operation operation, Shape shape, float[] saved, float[] dy, float[] dx) {
      right.backward(operation, shape, saved, dy, dx);
      flip(dx);
    }

    @Override
    public void finish() {
      right.finish();
    }

    @Override
    public void close() {
      right.close();
    }

    private static void flip(float[] values) {
      values[5] = Float.intBitsToFloat(Float.floatToIntBits(values[5]) ^ 1);
    }
  }
}
