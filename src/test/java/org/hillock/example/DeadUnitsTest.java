package org.hillock.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.hillock.Hillock;
import org.hillock.backend.Tensor;
import org.hillock.insight.LayerUnits;
import org.hillock.op.Activation;
import org.hillock.op.Elementwise;
import org.hillock.op.Shape;
import org.junit.jupiter.api.Test;

/** The story that the README tells: a step too long kills half a layer; a slope brings it back. */
class DeadUnitsTest {

  private static final int ROWS = 32;
  private static final int UNITS = 8;
  private static final Shape SHAPE = Shape.of(ROWS, UNITS);

  private final Random random = new Random(1);
  private final List<float[]> batches = Stream.generate(this::batch).limit(20).toList();

  /** What a step too long has left: every other unit is far below zero. */
  private final float[] bias = {0, -20, 0, -20, 0, -20, 0, -20};

  private float[] batch() {
    float[] x = new float[ROWS * UNITS];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  @Test
  void aDeadLayerIsFoundAndCured() {
    try (Hillock hillock = Hillock.open("cpu")) {
      LayerUnits before = DeadUnits.watch(hillock, Activation.RELU, batches, bias);
      assertThat(before)
          .hasToString(
              "hidden (RELU): 4 of 8 units dead (50.0 %), never fired in 20 batches: 1, 3, 5, 7");

      assertThat(descend(hillock, Activation.RELU)).isEqualTo(before);

      Elementwise cure = DeadUnits.cure(before);
      assertThat(cure).isEqualTo(Activation.LEAKY_RELU);
      LayerUnits after = descend(hillock, cure);
      assertThat(after.dead()).isEmpty();
      assertThat(DeadUnits.cure(after)).isEqualTo(cure);
      // Even with its own activation it is alive again.
      LayerUnits again = DeadUnits.watch(hillock, Activation.RELU, batches, bias);
      assertThat(again).hasToString("hidden (RELU): none of 8 units dead in 20 batches");
    }
  }

  /** Gradient descent of the bias towards outputs of 1. */
  private LayerUnits descend(Hillock hillock, Elementwise activation) {
    try (Tensor b = hillock.tensor(Shape.of(UNITS));
        Tensor db = hillock.tensor(Shape.of(UNITS));
        Tensor x = hillock.tensor(SHAPE);
        Tensor dy = hillock.tensor(SHAPE)) {
      for (int epoch = 0; epoch < 200; epoch++) {
        for (float[] batch : batches) {
          hillock.forward(activation, x.upload(batch), b.upload(bias), dy, null);
          float[] gradient = dy.toArray();
          for (int i = 0; i < gradient.length; i++) {
            gradient[i] = (gradient[i] - 1) / ROWS;
          }
          hillock.backward(activation, x, b, dy.upload(gradient), dy, db, null);
          float[] slope = db.toArray();
          for (int unit = 0; unit < UNITS; unit++) {
            bias[unit] -= 0.5f * slope[unit];
          }
        }
      }
    }
    return DeadUnits.watch(hillock, activation, batches, bias);
  }
}
