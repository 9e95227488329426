package org.hillock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hillock.backend.Bits;
import org.hillock.backend.Profile;
import org.hillock.backend.Tensor;
import org.hillock.backend.Verification;
import org.hillock.op.Activation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The front door as a user meets it, on every device there is. */
class HillockTest {

  static Stream<String> ids() {
    return TestDevices.all().map(backend -> backend.device().id());
  }

  @ParameterizedTest
  @MethodSource("ids")
  void arraysComeAndGo(String id) {
    try (Hillock hillock = Hillock.open(id).verified(Verification.FULL)) {
      assertThat(hillock.device().id()).isEqualTo(id);
      assertThat(hillock.choice()).contains("asked for");
      float[] x = walk(1000);
      float[] before = x.clone();
      for (Activation activation : Activation.values()) {
        float[] y = hillock.forward(activation, x);
        float[] dx = hillock.backward(activation, x, y);
        assertThat(x).as("the input is left alone").containsExactly(before);
        assertThat(hillock.forward(activation, x.clone(), new float[1000])).containsExactly(y);
        float[] inPlace = x.clone();
        assertThat(hillock.backward(activation, inPlace, y, inPlace))
            .isSameAs(inPlace)
            .containsExactly(dx);
      }
      Shape shape = Shape.of(10, 20, 5);
      for (Softmax kind : Softmax.kinds(1)) {
        float[] p = hillock.forward(kind.temperature(2), x, shape);
        assertThat(hillock.backward(kind.temperature(2), p, x, shape)).hasSize(1000);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ids")
  void tensorsStayWhereTheyAre(String id) {
    float[] x = walk(5000);
    Shape shape = Shape.of(50, 100);
    Activation first = Activation.GELU;
    Activation last = Activation.SILU;
    try (Hillock hillock = Hillock.open(id);
        Tensor a = hillock.tensor(shape, x);
        Tensor b = hillock.tensor(shape)) {
      hillock.forward(last, a, b);
      hillock.forward(Softmax.overAxis(-1), b, b);
      hillock.backward(first, a, b, a);
      hillock.finish();
      float[] y = hillock.forward(Softmax.overAxis(-1), hillock.forward(last, x), shape);
      assertSame(hillock, y, b.toArray());
      assertSame(hillock, hillock.backward(first, x, y), a.toArray());
      assertThat(b.copyFrom(a).toArray()).containsExactly(a.toArray());
    }
  }

  @Test
  void callsAreToldOfThroughEveryView() {
    List<Profile> told = new ArrayList<>();
    float[] x = walk(100);
    Shape shape = Shape.of(10, 10);
    try (Hillock hillock = Hillock.open("cpu")) {
      Hillock profiled =
          hillock
              .profiled(told::add)
              .onDeviceFailure(DeviceFailure.FALL_BACK)
              .verified(Verification.FULL);
      assertThat(profiled.forward(Activation.GELU, x))
          .isEqualTo(hillock.forward(Activation.GELU, x));
      profiled.forward(Softmax.overAxis(0), FloatBuffer.wrap(x), FloatBuffer.wrap(x), shape);
      profiled.forward(Activation.GELU, new float[0]);
      try (Tensor tensor = hillock.tensor(shape, x)) {
        profiled.backward(Softmax.overAxis(0), tensor, tensor, tensor);
      }
      assertThat(told)
          .extracting(Profile::operation)
          .containsExactly(Activation.GELU, Softmax.overAxis(0), Softmax.overAxis(0));
      assertThat(told).extracting(Profile::bytes).containsExactly(800L, 800L, 1200L);
      assertThat(told).extracting(Profile::clock).containsOnly(Profile.Clock.HOST);
      assertThat(hillock.copySpeed()).isPositive().isEqualTo(profiled.copySpeed());
      assertThatThrownBy(() -> hillock.profiled(null))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("listener is null");
    }
    Hillock closed = Hillock.open("cpu");
    closed.close();
    assertThatThrownBy(() -> closed.profiled(told::add)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(closed::copySpeed).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @MethodSource("ids")
  void oneHillockServesManyThreads(String id) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (Hillock hillock = Hillock.open(id)) {
      Activation[] all = Activation.values();
      float[] x = walk(3001);
      List<float[]> expected = Stream.of(all).map(a -> new float[3001]).toList();
      for (int i = 0; i < all.length; i++) {
        Opener.reference().forward(all[i], Shape.of(3001), x, expected.get(i));
      }
      List<Future<float[]>> results =
          threads.invokeAll(
              IntStream.range(0, 64)
                  .mapToObj(i -> (Callable<float[]>) () -> hillock.forward(all[i % all.length], x))
                  .toList());
      for (int i = 0; i < results.size(); i++) {
        assertSame(hillock, expected.get(i % all.length), results.get(i).get());
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void theSystemPropertyChooses() {
    String before = System.setProperty("hillock.device", "cpu");
    try (Hillock hillock = Hillock.open()) {
      assertThat(hillock.device().id()).isEqualTo("cpu");
      System.setProperty("hillock.device", "no such device");
      assertThatThrownBy(Hillock::open)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("device \"no such device\" is not there");
    } finally {
      if (before == null) {
        System.clearProperty("hillock.device");
      } else {
        System.setProperty("hillock.device", before);
      }
    }
  }

  @Test
  void autoAlwaysOpensSomething() {
    try (Hillock hillock = Hillock.open("auto")) {
      assertThat(hillock.forward(Activation.GELU, new float[] {1})).hasSize(1);
    }
  }

  @Test
  void ourCpuIsListedLastAndOpenClSaysWhyItIsMissing() {
    assertThat(Hillock.devices()).last().extracting("id").isEqualTo("cpu");
    assertThat(Hillock.openClUnavailable().isPresent()).isEqualTo(Hillock.devices().size() == 1);
  }

  @Test
  void closingAgainDoesNothing() {
    Hillock hillock = Hillock.open("cpu");
    hillock.close();
    hillock.close();
  }

  private static void assertSame(Hillock hillock, float[] expected, float[] actual) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(Bits.same(expected[i], actual[i], hillock.device().denormals()))
          .as("element %s: expected %s, got %s", i, expected[i], actual[i])
          .isTrue();
    }
  }

  private static float[] walk(int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (i - n / 2) * 0.013f;
    }
    return x;
  }
}
