package org.hillock.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Random;
import java.util.stream.Stream;
import org.hillock.backend.Backend;
import org.hillock.backend.Bits;
import org.hillock.cpu.CpuBackend;
import org.hillock.example.DenseLayer;
import org.hillock.op.Activation;
import org.hillock.op.Shape;
import org.jocl.blast.CLBlast;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** JOCLBlast and our kernels on one queue. */
class JoclBlastTest {

  private static final int BATCH = 7;
  private static final int IN = 61;
  private static final int OUT = 45;

  @TestFactory
  Stream<DynamicTest> aDenseLayerIsItsProductActivated() {
    try {
      CLBlast.setExceptionsEnabled(false);
    } catch (LinkageError e) {
      Assumptions.abort("NOT TESTED, JOCLBlast's native library does not load: " + e);
    }
    return ClDevices.all().stream()
        .filter(device -> !ClDevices.simulated(device))
        .map(device -> dynamicTest(device.description().toString(), () -> check(device)));
  }

  private static void check(ClDevice device) {
    Random random = new Random(1);
    float[] weights = numbers(random, OUT * IN);
    float[] biases = numbers(random, OUT);
    float[] x = numbers(random, BATCH * IN);
    try (UserQueue user = new UserQueue(device)) {
      try (DenseLayer layer =
          new DenseLayer(user.context, device.handle(), user.queue, weights, biases, BATCH)) {
        float[] product = layer.forward(Activation.LEAKY_RELU.with(1), x); // changes nothing
        // The driver has compiled for JOCLBlast meanwhile.
        Signals.restore();
        assertIsProduct(product, x, weights, biases);
        float[] y = layer.forward(Activation.GELU, x);
        float[] expected = new float[y.length];
        try (Backend cpu = CpuBackend.open(1)) {
          cpu.forward(Activation.GELU, Shape.of(BATCH, OUT), product, expected);
        }
        for (int i = 0; i < y.length; i++) {
          assertThat(Bits.same(expected[i], y[i], device.description().denormals()))
              .as("GELU of %s: expected %s, got %s", product[i], expected[i], y[i])
              .isTrue();
        }
      }
    }
  }

  /** A sum of n products in any order is off by at most n roundings of the sum of their sizes. */
  private static void assertIsProduct(float[] y, float[] x, float[] weights, float[] biases) {
    for (int r = 0; r < BATCH; r++) {
      for (int o = 0; o < OUT; o++) {
        double sum = biases[o];
        double size = Math.abs(sum);
        for (int i = 0; i < IN; i++) {
          double product = (double) x[r * IN + i] * weights[o * IN + i];
          sum += product;
          size += Math.abs(product);
        }
        assertThat((double) y[r * OUT + o])
            .as("row %s, output %s", r, o)
            .isCloseTo(sum, within((IN + 2) * 0x1p-24 * size));
      }
    }
  }

  private static float[] numbers(Random random, int n) {
    float[] numbers = new float[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }
}
