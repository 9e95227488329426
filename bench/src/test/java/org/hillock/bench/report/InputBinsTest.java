package org.hillock.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InputBinsTest {

  private final List<InputBins.Bin> bins = new InputBins().bins();

  @Test
  void coverEveryFiniteFloatOnce() {
    assertThat(bins.get(0).from()).isEqualTo(-Float.MAX_VALUE);
    assertThat(bins.get(bins.size() - 1).to()).isEqualTo(Float.MAX_VALUE);
    for (int i = 1; i < bins.size(); i++) {
      assertThat(bins.get(i).from()).isEqualTo(Math.nextUp(bins.get(i - 1).to()));
      assertThat(bins.get(i).from()).isLessThan(bins.get(i).to());
    }
  }

  @Test
  void lieAsTheAxisSays() {
    InputBins.Axis axis = new InputBins().axis();
    int decades = axis.greatestDecade() - axis.leastDecade();
    assertThat(bins).hasSize(2 * (decades * axis.binsPerDecade() + 1) + 1);
    int middle = bins.size() / 2;
    assertThat(bins.get(middle).to()).isEqualTo((float) Math.pow(10, axis.leastDecade()));
    assertThat(bins.get(middle).from()).isEqualTo(-bins.get(middle).to());
    int one = middle - axis.leastDecade() * axis.binsPerDecade();
    assertThat(bins.get(one).to()).isEqualTo(1);
  }

  @Test
  void samplesLieInTheirBinsAndAreAlwaysTheSame() {
    int number = 50;
    float[] x = new InputBins().draw(number);
    for (int i = 0; i < x.length; i++) {
      InputBins.Bin bin = bins.get(i / number);
      assertThat(x[i]).isBetween(bin.from(), bin.to());
    }
    assertThat(x).containsExactly(new InputBins().draw(number));
    assertThat(x).contains(bins.get(3).from(), bins.get(3).to());
    int middle = bins.size() / 2 * number;
    int negative = 0;
    for (int i = middle; i < middle + number; i++) {
      negative += x[i] < 0 ? 1 : 0;
    }
    assertThat(negative).isBetween(number / 5, number * 4 / 5);
  }
}
