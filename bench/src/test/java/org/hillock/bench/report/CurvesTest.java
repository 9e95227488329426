package org.hillock.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.hillock.op.Activation;
import org.junit.jupiter.api.Test;

class CurvesTest {

  @Test
  void showTheWholeCatalogueByItsMeaning() {
    Curves curves = Curves.ofTheCatalogue();
    assertThat(curves.functions())
        .extracting(Curves.Curve::name)
        .containsExactly(Arrays.stream(Activation.values()).map(Enum::name).toArray(String[]::new));
    assertThat(curves.x()).isSorted().contains(-6.0, -0.5, 0.0, 0.5, 6.0);
    for (Curves.Curve curve : curves.functions()) {
      Activation activation = Activation.valueOf(curve.name());
      for (int i = 0; i < curves.x().size(); i++) {
        double x = curves.x().get(i);
        double value = activation.value(x, activation.parameter());
        double slope = activation.slope(x, activation.parameter());
        assertThat(curve.value().get(i)).isCloseTo(value, within(1e-4 * Math.abs(value)));
        assertThat(curve.slope().get(i)).isCloseTo(slope, within(1e-4 * Math.abs(slope)));
      }
      assertThat(curve.parameter().isEmpty()).isEqualTo(!activation.parameterSpec().exists());
    }
  }
}
