package org.hillock.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShapeTest {

  @Test
  void countsElements() {
    assertThat(Shape.of().size()).isEqualTo(1);
    assertThat(Shape.of(7).size()).isEqualTo(7);
    assertThat(Shape.of(3, 0, Long.MAX_VALUE).size()).isZero();
    assertThat(Shape.of(1L << 31, 1L << 31).size()).isEqualTo(1L << 62);
    assertThat(Shape.of(2, 3)).hasToString("2x3").isEqualTo(Shape.of(2, 3));
  }

  @Test
  void refusesWhatIsNoShape() {
    assertThatThrownBy(() -> Shape.of(2, -3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dimension 1 of shape [2, -3] is -3; expected at least 0");
    assertThatThrownBy(() -> Shape.of(1L << 32, 1L << 32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 2^63 - 1 elements");
  }

  @Test
  void axesCountFromEitherEnd() {
    Shape shape = Shape.of(2, 3, 5);
    assertThat(shape.axis(-1)).isEqualTo(2);
    assertThat(shape.dimension(-3)).isEqualTo(2);
    assertThatThrownBy(() -> shape.axis(3))
        .hasMessage("axis is 3; expected -3 to 2 for shape 2x3x5");
    assertThatThrownBy(() -> Shape.of().axis(0)).hasMessage("axis is 0, but a scalar has no axis");
  }

  @Test
  void rowsRunAlongTheAxis() {
    Rows rows = Softmax.overAxis(1).rows(Shape.of(2, 3, 5));
    assertThat(rows).isEqualTo(new Rows(2, 3, 5));
    assertThat(rows.count()).isEqualTo(10);
    assertThat(rows.first(0)).isZero();
    assertThat(rows.first(4)).isEqualTo(4);
    assertThat(rows.first(5)).isEqualTo(15);
    assertThat(Softmax.overAxis(-1).rows(Shape.of(4, 6))).isEqualTo(new Rows(4, 6, 1));
  }

  @Test
  void temperatureMustHaveAReciprocal() {
    for (float t :
        new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE, 0x1p-128f}) {
      assertThatThrownBy(() -> Softmax.overAxis(0).temperature(t))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(
              "temperature is " + t + "; expected a finite number of at least 2.9");
    }
    assertThat(Softmax.overAxis(0).temperature(0x1.000008p-128f).inverseTemperature()).isFinite();
    assertThat(Softmax.overAxis(0).temperature(Float.MAX_VALUE).inverseTemperature()).isPositive();
  }
}
