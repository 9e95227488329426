package org.hillock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hillock.backend.Backend;
import org.hillock.backend.Device;
import org.hillock.backend.Tensor;
import org.hillock.cpu.CpuBackend;
import org.hillock.op.Shape;
import org.hillock.opencl.OpenCl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the log says of tensors that nobody closed. The tests' log is what goes to System.err. */
class LeaksTest {

  private static final String PROPERTY = "hillock.debug.leaks";

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  static Stream<String> ids() {
    return TestDevices.all().map(backend -> backend.device().id());
  }

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() {
    System.setErr(before);
    System.clearProperty(PROPERTY);
  }

  @ParameterizedTest
  @MethodSource("ids")
  void aTensorThatIsLostIsReportedWithTheLineThatAskedForIt(String id) {
    System.setProperty(PROPERTY, "true");
    try (Backend backend = open(id)) {
      lose(backend, Shape.of(11, 13));
      awaitLog("LeaksTest.lose(LeaksTest.java:");
      assertThat(log())
          .contains("a tensor of shape 11x13 on " + backend.device() + " was never closed; its 572")
          .contains("it was asked for here");
    }
  }

  @ParameterizedTest
  @MethodSource("ids")
  void aTensorThatIsOpenAtTheEndIsReportedWithTheLineThatAskedForIt(String id) {
    System.setProperty(PROPERTY, "true");
    Backend backend = open(id);
    Tensor closed = backend.tensor(Shape.of(5));
    closed.close();
    Tensor open = backend.tensor(Shape.of(7));
    Tensor view = open.slice(0, Shape.of(3));
    Device device = backend.device();
    backend.close();
    assertThat(log())
        .contains("a tensor of shape 7 is still open while " + device + " is closed; its 28 bytes")
        .contains("LeaksTest.aTensorThatIsOpenAtTheEnd")
        .doesNotContain("shape 5")
        .doesNotContain("shape 3");
    view.close();
    open.close();
    assertThat(log()).doesNotContain("never closed");
  }

  @ParameterizedTest
  @MethodSource("ids")
  void nothingIsSaidOfTheLineUnlessAskedFor(String id) {
    try (Backend backend = open(id)) {
      backend.tensor(Shape.of(7));
    }
    assertThat(log()).doesNotContain("shape 7");
  }

  /** A view keeps the tensor that it is of. */
  @ParameterizedTest
  @MethodSource("ids")
  void aTensorIsNotLostWhileAViewIsInReach(String id) {
    System.setProperty(PROPERTY, "true");
    try (Backend backend = open(id)) {
      Supplier<Tensor> whole = () -> backend.tensor(Shape.of(7)).upload(new float[7]);
      Tensor view = whole.get().slice(2, Shape.of(3));
      lose(backend, Shape.of(9));
      awaitLog("shape 9");
      assertThat(log()).doesNotContain("shape 7");
      assertThat(view.toArray()).containsOnly(0);
      view.close();
    }
  }

  private static Backend open(String id) {
    return id.equals("cpu") ? CpuBackend.open(1) : OpenCl.open(id);
  }

  private static void lose(Backend backend, Shape shape) {
    Tensor tensor = backend.tensor(shape);
    assertThat(tensor.isClosed()).isFalse();
  }

  private void awaitLog(String text) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!log().contains(text) && System.nanoTime() < end) {
      System.gc();
      Thread.onSpinWait();
    }
    assertThat(log()).contains(text);
  }

  private String log() {
    return log.toString(StandardCharsets.UTF_8);
  }
}
