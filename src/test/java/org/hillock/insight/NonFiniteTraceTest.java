package org.hillock.insight;

import static org.assertj.core.api.Assertions.assertThat;

import org.hillock.Hillock;
import org.hillock.backend.Statistics;
import org.hillock.op.Activation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.junit.jupiter.api.Test;

class NonFiniteTraceTest {

  private final NonFiniteTrace trace = new NonFiniteTrace();

  private static Place at(long call, long index) {
    return new Place(call, index);
  }

  @Test
  void theMakerIsToldFromThoseBehind() {
    trace
        .add("a", Summaries.finite(3))
        .add("b", Summaries.nan(3, at(1, 5), at(1, 5)))
        .add("c", Summaries.nan(3, at(1, 0), null))
        .add("d", Summaries.infinity(3, at(2, 4), at(2, 4)));
    assertThat(trace.maker()).get().extracting(NonFiniteTrace.Step::label).isEqualTo("b");
    assertThat(trace.entry()).isEmpty();
    assertThat(trace.sentence())
        .isEqualTo(
            "b made NaN from finite input, first element 5 of call 1. c only passed such on.");
  }

  @Test
  void anEarlierCallComesBeforeAnEarlierOperation() {
    trace
        .add("a", Summaries.nan(9, at(7, 0), at(7, 0)))
        .add("b", Summaries.infinity(9, at(5, 2), at(5, 2)));
    assertThat(trace.sentence())
        .isEqualTo("b made an infinity from finite input, first element 2 of call 5.");
    NonFiniteTrace uneven =
        new NonFiniteTrace()
            .add("a", Summaries.nan(8, at(7, 0), at(7, 0)))
            .add("b", Summaries.nan(9, at(5, 2), at(5, 2)));
    assertThat(uneven.maker()).get().extracting(NonFiniteTrace.Step::label).isEqualTo("a");
  }

  @Test
  void whatNobodyMadeCameIn() {
    trace
        .add("a", Summaries.finite(1))
        .add("b", Summaries.nan(1, at(0, 9), null))
        .add("c", Summaries.nan(1, at(0, 1), null));
    assertThat(trace.maker()).isEmpty();
    assertThat(trace.entry()).get().extracting(NonFiniteTrace.Step::label).isEqualTo("b");
    assertThat(trace.sentence())
        .isEqualTo(
            "NaN came in with the input of b, first element 9 of call 0: look between a, whose"
                + " results were finite until then, and it. c only passed such on.");
  }

  @Test
  void bothAreSaid() {
    trace
        .add("a", Summaries.infinity(9, at(2, 9), null))
        .add("b", Summaries.nan(9, at(3, 1), at(4, 2)));
    assertThat(trace.sentence())
        .isEqualTo(
            "an infinity came in with the input of a, first element 9 of call 2."
                + " b made NaN from finite input, first element 2 of call 4.");
  }

  @Test
  void aMakerCanHaveBeenGivenSomeBefore() {
    trace.add("a", Summaries.nan(9, at(2, 9), at(4, 1)));
    assertThat(trace.entry()).isEqualTo(trace.maker()).isPresent();
  }

  @Test
  void finite() {
    assertThat(trace.sentence()).isEqualTo("All results are finite.");
    trace.add("a", Summaries.finite(1));
    assertThat(trace.sentence()).isEqualTo("All results are finite.");
  }

  /** -1 times a huge slope overflows; softmax makes a row with +infinity NaN. */
  @Test
  void realOnes() {
    float[] x = {1, 2, -100, 1};
    float[] y = new float[4];
    try (Hillock hillock = Hillock.open("cpu");
        Statistics first = hillock.statistics(Watch.tensors());
        Statistics second = hillock.statistics(Watch.tensors());
        Statistics third = hillock.statistics(Watch.tensors())) {
      hillock.forward(Activation.RELU, new float[4], new float[4], first);
      hillock.forward(Activation.LEAKY_RELU.with(-1e38f), x, y, second);
      hillock.forward(Softmax.overAxis(-1), y, y, Shape.of(2, 2), third);
      trace
          .add("relu", first.summary())
          .add("leaky", second.summary())
          .add("softmax", third.summary());
    }
    assertThat(trace.sentence())
        .isEqualTo(
            "leaky made an infinity from finite input, first element 2 of call 0."
                + " softmax only passed such on.");
  }
}
