package org.hillock.bench.accuracy;

import java.util.Arrays;
import org.hillock.Hillock;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;

/** What is judged: a function over many inputs, or its slope. Called from many threads. */
@FunctionalInterface
public interface Computation {

  /**
   * Computes.
   *
   * @param operation the activation
   * @param direction forward for the function, backward for its slope
   * @param x the inputs
   * @return as many results
   */
  float[] compute(Elementwise operation, Direction direction, float[] x);

  /**
   * What a device computes.
   *
   * @param hillock the device
   * @return forward, and backward with dy = 1
   */
  static Computation on(Hillock hillock) {
    return (operation, direction, x) -> {
      if (direction == Direction.FORWARD) {
        return hillock.forward(operation, x);
      }
      float[] dy = new float[x.length];
      Arrays.fill(dy, 1);
      return hillock.backward(operation, x, dy, dy);
    };
  }
}
