package org.hillock;

import org.hillock.backend.Backend;
import org.hillock.backend.DeviceException;
import org.hillock.backend.MismatchException;
import org.hillock.backend.Verification;
import org.hillock.backend.VerifyingBackend;
import org.hillock.op.Activation;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;

/**
 * What a device must pass before it is used: every operation, both directions, on a small awkward
 * input, with the bits of the CPU implementation.
 */
final class SelfTest {

  /** Prime, and longer than a vector of any width. */
  private static final Shape ELEMENTS = Shape.of(1031);

  /**
   * Rows that are few, many and short, strided, of several segments, and long enough to be split.
   */
  private static final Shape[] ROWS = {
    Shape.of(5, 7), Shape.of(1031, 7), Shape.of(2, 259, 3), Shape.of(2, 8195), Shape.of(1, 65_539)
  };

  private static final float[] SPECIAL = {
    0f,
    -0f,
    1f,
    -1f,
    87f,
    -87f,
    0.5f,
    -0.5f,
    3e38f,
    -3e38f,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN
  };

  private SelfTest() {}

  /**
   * Runs the test.
   *
   * @throws DeviceException when the device fails or gives other bits than the reference
   */
  static void run(Backend backend, Backend reference) {
    Backend verified = new VerifyingBackend(backend, reference, Verification.FULL);
    try {
      for (Activation activation : Activation.values()) {
        both(verified, activation, ELEMENTS, inputs(ELEMENTS));
      }
      for (Shape shape : ROWS) {
        for (Softmax kind : Softmax.kinds(1)) {
          both(verified, kind.temperature(0.7f), shape, logits(shape));
        }
      }
    } catch (MismatchException e) {
      throw new DeviceException("self-test failed: " + e.getMessage(), true, e);
    }
  }

  private static void both(Backend backend, Operation operation, Shape shape, float[] x) {
    float[] y = new float[x.length];
    backend.forward(operation, shape, x, y);
    float[] dy = new float[x.length];
    for (int i = 0; i < dy.length; i++) {
      dy[i] = (i % 17 - 8) * 0.37f;
    }
    float[] saved = operation instanceof Softmax ? y : x;
    backend.backward(operation, shape, saved, dy, new float[x.length]);
  }

  /** The special values, then a walk from -20 to 20. */
  private static float[] inputs(Shape shape) {
    float[] x = new float[(int) shape.size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = i < SPECIAL.length ? SPECIAL[i] : 40f * i / x.length - 20f;
    }
    return x;
  }

  /** Finite numbers from -8 to 8 in no order, one masked entry, and a NaN in the last row. */
  private static float[] logits(Shape shape) {
    float[] x = new float[(int) shape.size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = i * 7919 % 1009 / 63f - 8f;
    }
    x[3] = Float.NEGATIVE_INFINITY;
    x[x.length - 1] = Float.NaN;
    return x;
  }
}
