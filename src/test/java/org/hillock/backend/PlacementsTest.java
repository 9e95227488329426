package org.hillock.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hillock.FakeBackend;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where calls on host data are computed, by times that are made up. */
class PlacementsTest {

  private static final Cost CHEAP = new Cost(12_500, 0.25);
  private static final Cost DEAR = new Cost(0, 0.5);

  @TempDir private Path folder;

  @Test
  void aCostIsTheLineThroughTwoCalls() {
    Cost cost = Cost.through(1000, 50_100, 2_001_000, 250_100);
    assertThat(cost.perElement()).isCloseTo(0.1, within(1e-9));
    assertThat(cost.fixed()).isCloseTo(50_000, within(1e-3));
  }

  @Test
  void noPartOfACostIsBelowZero() {
    for (double few : new double[] {1, 100, 1e6, 1e9}) {
      Cost cost = Cost.through(1000, few, 1_000_000, 1e6);
      assertThat(cost.fixed()).isNotNegative();
      assertThat(cost.perElement()).isPositive();
      assertThat(cost.fixed() + 1e6 * cost.perElement()).isCloseTo(1e6, within(1e-3));
    }
  }

  @Test
  void theDeviceIsFasterFromSomewhereOnOrNever() {
    assertThat(new Placement(CHEAP, DEAR).leastElements()).isEqualTo(50_000);
    assertThat(new Placement(DEAR, CHEAP).leastElements()).isEqualTo(Placement.NEVER);
    assertThat(new Placement(CHEAP, CHEAP).leastElements()).isEqualTo(Placement.NEVER);
    assertThat(new Placement(new Cost(0, 0.1), DEAR).leastElements()).isZero();
  }

  @Test
  void aPlacementIsReadAsItWasWritten() {
    Placement placement = new Placement(new Cost(1.5e5, 0.123456789), new Cost(0, 3e-2));
    assertThat(Placement.decode(placement.encode())).contains(placement);
    for (String other :
        new String[] {"", "1 2 3", "1 2 3 four", "1 -2 3 4", "1 2 NaN 4", "1 2 3 0"}) {
      assertThat(Placement.decode(other.getBytes(UTF_8))).as(other).isEmpty();
    }
  }

  @Test
  void callsGoWhereTheyTakeLessTime() {
    FakeBackend device = fake("opencl:0:0");
    FakeBackend host = fake("cpu");
    List<String> asked = new ArrayList<>();
    Placements placements = new Placements(made(asked, new Placement(CHEAP, DEAR)));
    Backend backend = new PlacingBackend(device, host, placements);
    run(backend, Activation.GELU, 49_999);
    assertThat(host.calls()).isEqualTo(2);
    run(backend, Activation.GELU, 50_000);
    assertThat(device.calls()).isEqualTo(2);
    run(backend, Activation.ELU.with(0.5f), 100_000);
    run(backend, Activation.ELU, 100_000);
    run(backend, Softmax.overAxis(0).temperature(2).log(), 100_000);
    assertThat(device.calls()).isEqualTo(8);
    assertThat(asked)
        .as("each kind is measured once")
        .containsExactly(
            "GELU FORWARD",
            "GELU BACKWARD",
            "ELU FORWARD",
            "ELU BACKWARD",
            "LOG_SOFTMAX(axis -1) FORWARD",
            "LOG_SOFTMAX(axis -1) BACKWARD");
    assertThat(placements.choice())
        .contains("GELU 50000 / 50000", "LOG_SOFTMAX(axis -1) 50000 / 50000")
        .doesNotContain("RELU ");
    assertThat(backend.device().id()).isEqualTo("opencl:0:0");
  }

  @Test
  void smallCallsAreNotWorthMeasuring() {
    FakeBackend device = fake("opencl:0:0");
    List<String> asked = new ArrayList<>();
    Placements placements = new Placements(made(asked, new Placement(new Cost(0, 1), DEAR)));
    run(new PlacingBackend(device, fake("cpu"), placements), Activation.TANH, Placements.FEW - 1);
    assertThat(asked).isEmpty();
    assertThat(device.calls()).isZero();
    assertThat(placements.choice()).contains("nothing measured yet");
  }

  @Test
  void aDeviceThatFailsWhileItIsMeasuredIsAskedAndSaysSo() {
    FakeBackend device = fake("opencl:0:0").dead(false);
    FakeBackend host = fake("cpu");
    Placements placements = new Placements(device, host, UserCache.off());
    Backend fallback = new FallbackBackend(device, host);
    run(new PlacingBackend(fallback, host, placements), Activation.RELU, 20_000);
    assertThat(fallback.device().id()).isEqualTo("cpu");
    assertThat(placements.choice()).contains("RELU 16384 / 16384");
  }

  @Test
  void whatWasMeasuredIsKept() {
    UserCache cache = UserCache.in(folder);
    FakeBackend device = fake("opencl:0:0");
    Calibration first = new Calibration(device, fake("cpu"), cache);
    Placement placement = first.measure(Activation.RELU, Direction.FORWARD);
    assertThat(device.calls()).isPositive();
    Calibration later = new Calibration(fake("opencl:0:0"), fake("cpu"), cache);
    assertThat(later.known(Activation.RELU, Direction.FORWARD)).contains(placement);
    assertThat(later.known(Activation.RELU, Direction.BACKWARD)).isEmpty();
    assertThat(
            new Calibration(fake("another"), fake("cpu"), cache)
                .known(Activation.RELU, Direction.FORWARD))
        .isEmpty();
  }

  /** Forward and backward. */
  private static void run(Backend backend, Operation operation, int n) {
    float[] x = new float[n];
    backend.forward(operation, Shape.of(n), x, x);
    backend.backward(operation, Shape.of(n), x, x, x);
  }

  private static Placements.Measurements made(List<String> asked, Placement placement) {
    return new Placements.Measurements() {
      @Override
      public Optional<Placement> known(Operation operation, Direction direction) {
        return Optional.empty();
      }

      @Override
      public Placement measure(Operation operation, Direction direction) {
        asked.add(operation.label() + " " + direction);
        return placement;
      }
    };
  }

  private static FakeBackend fake(String id) {
    return new FakeBackend(
        new Device(
            id,
            id,
            "Fake",
            "1",
            "OpenCL 1.2",
            Device.Type.GPU,
            1,
            1L << 30,
            1L << 28,
            true,
            true,
            true),
        () -> {});
  }
}
