package org.hillock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.hillock.backend.Backend;
import org.hillock.backend.Bits;
import org.hillock.backend.Tensor;
import org.hillock.op.Activation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tensors and views on them, on every device there is. */
class TensorTest {

  private static final Softmax SOFTMAX = Softmax.overAxis(-1);

  /** They are never closed: the driver of parameterized tests would, if it were let. */
  static Stream<Backend> backends() {
    return TestDevices.all();
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("backends")
  void aViewIsWorkedOnWhereverItBegins(Backend backend) {
    Shape shape = Shape.of(3, 32);
    float[] all = walk(200);
    try (Tensor whole = backend.tensor(Shape.of(200))) {
      for (int from : new int[] {0, 1, 2, 3, 4, 8, 16, 31, 32, 33, 64, 104}) {
        float[] expected = all.clone();
        float[] part = new float[96];
        System.arraycopy(all, from, part, 0, 96);
        Opener.reference().forward(Activation.GELU, shape, part, part);
        Opener.reference().forward(SOFTMAX, shape, part, part);
        System.arraycopy(part, 0, expected, from, 96);
        whole.upload(all);
        Tensor view = whole.slice(from, shape);
        backend.forward(Activation.GELU, view, view);
        backend.forward(SOFTMAX, view, view);
        assertSame(backend, expected, whole.toArray(), "in place from " + from);
        assertSame(backend, part, view.toArray(), "downloaded from " + from);
      }
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("backends")
  void viewsOfOneTensorAreTheInputsAndTheResult(Backend backend) {
    float[] x = walk(99);
    float[] dy = walk(33);
    float[] dx = new float[33];
    float[] saved = new float[33];
    System.arraycopy(x, 66, saved, 0, 33);
    Opener.reference().backward(Activation.GELU, Shape.of(33), saved, dy, dx);
    try (Tensor whole = backend.tensor(Shape.of(3, 33)).upload(x)) {
      Tensor gradient = whole.rows(0, 1).upload(dy);
      backend.backward(Activation.GELU, whole.rows(2, 3), gradient, whole.rows(1, 2));
      System.arraycopy(dy, 0, x, 0, 33);
      System.arraycopy(dx, 0, x, 33, 33);
      assertSame(backend, x, whole.toArray(), "three rows");
      whole.rows(2, 3).copyFrom(whole.rows(0, 1));
      assertSame(
          backend, dy, whole.reshape(Shape.of(99)).slice(66, Shape.of(33)).toArray(), "copy");
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("backends")
  void buffersOfAnyKindComeAndGo(Backend backend) {
    float[] values = walk(1000);
    try (Tensor whole = backend.tensor(Shape.of(2000)).upload(new float[2000])) {
      Tensor part = whole.slice(501, Shape.of(10, 100));
      for (int kind = 0; kind < 4; kind++) {
        FloatBuffer from = buffer(kind).put(3, values);
        FloatBuffer to = buffer((kind + 1) % 4);
        part.upload(kind % 2 == 0 ? from.asReadOnlyBuffer() : from).download(to);
        assertThat(to.position()).isEqualTo(3);
        assertThat(to.limit()).isEqualTo(1003);
        float[] arrived = new float[1000];
        to.get(3, arrived);
        assertSame(backend, values, arrived, "kind " + kind);
        assertThat(to.duplicate().clear().get(2)).isZero();
        assertThat(to.duplicate().clear().get(1003)).isZero();
      }
      float[] all = whole.toArray();
      assertThat(all[500]).isZero();
      assertThat(all[1501]).isZero();
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("backends")
  void aChainOfAThousandOperationsHasTheBitsOfArrays(Backend backend) {
    Shape shape = Shape.of(4, 64);
    float[] x = walk(256);
    float[] y = new float[256];
    try (Tensor a = backend.tensor(shape).upload(x);
        Tensor b = backend.tensor(shape)) {
      for (int i = 0; i < 500; i++) {
        backend.forward(Activation.GELU, a, b);
        backend.backward(Activation.GELU, b, a, a);
        Opener.reference().forward(Activation.GELU, shape, x, y);
        Opener.reference().backward(Activation.GELU, shape, y, x, x);
      }
      backend.finish();
      assertSame(backend, x, a.toArray(), "the last gradient");
      assertSame(backend, y, b.toArray(), "the last result");
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("backends")
  void aDownloadShowsWhatWasAskedBeforeIt(Backend backend) throws Exception {
    Shape shape = Shape.of(300, 7);
    List<CompletableFuture<float[]>> downloads = new ArrayList<>();
    List<float[]> expected = new ArrayList<>();
    float[] x = walk(2100);
    try (Tensor tensor = backend.tensor(shape).upload(x)) {
      for (int i = 0; i < 20; i++) {
        downloads.add(tensor.downloadAsync());
        downloads.add(tensor.rows(1, 3).downloadAsync());
        expected.add(x.clone());
        backend.forward(SOFTMAX, tensor, tensor);
        Opener.reference().forward(SOFTMAX, shape, x, x);
      }
    }
    for (int i = 0; i < 20; i++) {
      assertSame(backend, expected.get(i), downloads.get(2 * i).get(), "download " + i);
      float[] rows = new float[14];
      System.arraycopy(expected.get(i), 7, rows, 0, 14);
      assertSame(backend, rows, downloads.get(2 * i + 1).get(), "rows of download " + i);
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("backends")
  void aViewEndsWithTheTensorThatItIsOf(Backend backend) {
    Tensor whole = backend.tensor(Shape.of(10));
    Tensor view = whole.slice(1, Shape.of(8));
    Tensor further = view.slice(1, Shape.of(4));
    view.close();
    assertThat(view.isClosed()).isTrue();
    assertThat(further.upload(new float[] {1, 2, 3, 4}).toArray()).containsExactly(1, 2, 3, 4);
    whole.close();
    assertThat(further.isClosed()).isTrue();
    assertThatThrownBy(further::toArray)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("tensor of shape 4 is closed");
    assertThat(further)
        .hasToString("Tensor 4 from element 2 of Tensor 10 on " + backend.device() + " (closed)");
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("backends")
  void anEmptyViewIsATensor(Backend backend) throws Exception {
    try (Tensor whole = backend.tensor(Shape.of(2, 3));
        Tensor nothing = backend.tensor(Shape.of(0, 3))) {
      for (Tensor empty :
          List.of(whole.rows(2, 2), whole.slice(6, Shape.of(0)), nothing.rows(0, 0))) {
        assertThat(empty.upload(new float[0]).toArray()).isEmpty();
        assertThat(empty.downloadAsync().get()).isEmpty();
        assertThat(empty.overlaps(whole)).isFalse();
        assertThat(empty.copyFrom(empty)).isSameAs(empty);
      }
    }
  }

  /** A heap buffer, a view of heap bytes, or a direct one of either byte order, from 3 to 1003. */
  private static FloatBuffer buffer(int kind) {
    int bytes = 4 * 1010;
    FloatBuffer buffer =
        switch (kind) {
          case 0 -> FloatBuffer.allocate(1010);
          case 1 -> ByteBuffer.allocate(bytes).asFloatBuffer();
          case 2 -> ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
          default -> ByteBuffer.allocateDirect(bytes).order(ByteOrder.BIG_ENDIAN).asFloatBuffer();
        };
    return buffer.position(3).limit(1003);
  }

  private static void assertSame(Backend backend, float[] expected, float[] actual, String what) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      if (!Bits.same(expected[i], actual[i], backend.device().denormals())) {
        assertThat(actual[i]).as("%s, element %s", what, i).isEqualTo(expected[i]);
      }
    }
  }

  private static float[] walk(int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (i * 7 % n - n / 2) * 4f / n;
    }
    return x;
  }
}
