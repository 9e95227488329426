package org.hillock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.FloatBuffer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hillock.backend.Backend;
import org.hillock.backend.Tensor;
import org.hillock.backend.Verification;
import org.hillock.cpu.CpuBackend;
import org.hillock.op.Activation;
import org.hillock.op.Elementwise;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each bad call gets an exception that a user can act on: it names the argument, the value and what
 * was expected.
 */
class BadCallsTest {

  private static final Class<?> NULL = NullPointerException.class;
  private static final Class<?> ARGUMENT = IllegalArgumentException.class;
  private static final Class<?> STATE = IllegalStateException.class;

  private static final Operation OP = Activation.GELU;
  private static final Elementwise PLAIN = Activation.GELU;
  private static final Softmax SOFTMAX = Softmax.overAxis(-1);
  private static final Shape SHAPE = Shape.of(2, 3);

  private static final Hillock HILLOCK = Hillock.open("cpu");
  private static final Hillock OTHER = Hillock.open("cpu");
  private static final Hillock CLOSED = closed();

  private static final float[] SIX = {1, 2, 3, 4, 5, 6};
  private static final float[] FIVE = {1, 2, 3, 4, 5};
  private static final FloatBuffer BUFFER = FloatBuffer.allocate(6);

  @AfterAll
  static void close() {
    HILLOCK.close();
    OTHER.close();
  }

  static Stream<Arguments> calls() {
    Tensor open = HILLOCK.tensor(SHAPE, SIX);
    Tensor shut = HILLOCK.tensor(SHAPE);
    shut.close();
    Tensor foreign = OTHER.tensor(SHAPE);
    Tensor flat = HILLOCK.tensor(Shape.of(6));
    return Stream.of(
        bad("a null device", NULL, "device is null", () -> Hillock.open(nothing())),
        bad(
            "a blank device",
            ARGUMENT,
            "device is \" \"; expected auto, cpu, gpu, an id, or",
            () -> Hillock.open(" ")),
        bad(
            "no such device",
            ARGUMENT,
            "device \"voodoo2\" is not there; expected auto, cpu, gpu, an id, or a part of a device's name; there are: ",
            () -> Hillock.open("voodoo2")),
        bad(
            "no such id",
            ARGUMENT,
            "device \"opencl:99:0\" is not there",
            () -> Hillock.open("opencl:99:0")),
        bad(
            "a null operation",
            NULL,
            "operation is null",
            () -> HILLOCK.forward(BadCallsTest.<Operation>nothing(), SIX, SHAPE)),
        bad("a null input", NULL, "x is null", () -> HILLOCK.forward(PLAIN, nothing())),
        bad(
            "a null output",
            NULL,
            "y is null",
            () -> HILLOCK.forward(PLAIN, SIX, BadCallsTest.<float[]>nothing())),
        bad(
            "a null shape",
            NULL,
            "shape is null",
            () -> HILLOCK.forward(SOFTMAX, SIX, BadCallsTest.<Shape>nothing())),
        bad(
            "a short output",
            ARGUMENT,
            "y has 5 elements; expected 6 for shape 6",
            () -> HILLOCK.forward(PLAIN, SIX, FIVE)),
        bad(
            "a long output",
            ARGUMENT,
            "y has 6 elements; expected 5 for shape 5",
            () -> HILLOCK.forward(PLAIN, FIVE, SIX)),
        bad(
            "an input that is not of the shape",
            ARGUMENT,
            "x has 5 elements; expected 6 for shape 2x3",
            () -> HILLOCK.forward(SOFTMAX, FIVE, SIX, SHAPE)),
        bad(
            "an axis too far",
            ARGUMENT,
            "axis is 2; expected -2 to 1 for shape 2x3",
            () -> HILLOCK.forward(Softmax.overAxis(2), SIX, SHAPE)),
        bad(
            "an axis too far back",
            ARGUMENT,
            "axis is -3; expected -2 to 1 for shape 2x3",
            () -> HILLOCK.backward(Softmax.overAxis(-3), SIX, SIX, SHAPE)),
        bad(
            "an axis of a scalar",
            ARGUMENT,
            "axis is 0, but a scalar has no axis",
            () -> HILLOCK.forward(Softmax.overAxis(0), new float[1], Shape.of())),
        bad(
            "a null buffer",
            NULL,
            "x is null",
            () -> HILLOCK.forward(OP, BadCallsTest.<FloatBuffer>nothing(), BUFFER, SHAPE)),
        bad(
            "a short buffer",
            ARGUMENT,
            "y has 5 elements from its position to its limit; expected 6 for shape 2x3",
            () -> HILLOCK.forward(OP, BUFFER, FloatBuffer.allocate(6).position(1), SHAPE)),
        bad(
            "a buffer that cannot be written to",
            ARGUMENT,
            "dx is read-only; expected a buffer to write to",
            () -> HILLOCK.backward(OP, BUFFER, BUFFER, BUFFER.asReadOnlyBuffer(), SHAPE)),
        bad("a null saved input", NULL, "x is null", () -> HILLOCK.backward(PLAIN, nothing(), SIX)),
        bad("a null gradient", NULL, "dy is null", () -> HILLOCK.backward(PLAIN, SIX, nothing())),
        bad(
            "a short gradient",
            ARGUMENT,
            "dy has 5 elements; expected 6 for shape 6",
            () -> HILLOCK.backward(PLAIN, SIX, FIVE)),
        bad(
            "a short gradient output",
            ARGUMENT,
            "dx has 5 elements; expected 6 for shape 6",
            () -> HILLOCK.backward(PLAIN, SIX, SIX, FIVE)),
        bad(
            "a null saved output",
            NULL,
            "saved is null",
            () -> HILLOCK.backward(SOFTMAX, nothing(), SIX, SHAPE)),
        bad(
            "a saved output that is not of the shape",
            ARGUMENT,
            "saved has 5 elements; expected 6 for shape 2x3",
            () -> HILLOCK.backward(SOFTMAX, FIVE, SIX, SIX, SHAPE)),
        bad(
            "a temperature of 0",
            ARGUMENT,
            "temperature is 0.0; expected a finite number of at least",
            () -> SOFTMAX.temperature(0)),
        bad(
            "a temperature that is NaN",
            ARGUMENT,
            "temperature is NaN; expected a finite number",
            () -> SOFTMAX.temperature(Float.NaN)),
        bad(
            "a temperature of which 1/T is infinite",
            ARGUMENT,
            "temperature is 1.0E-40; expected a finite number of at least",
            () -> SOFTMAX.log().temperature(1e-40f)),
        bad(
            "a saved log-softmax that is not of the shape",
            ARGUMENT,
            "saved has 5 elements; expected 6 for shape 2x3",
            () -> HILLOCK.backward(SOFTMAX.log(), FIVE, SIX, SIX, SHAPE)),
        bad(
            "an axis too far for a log-softmax",
            ARGUMENT,
            "axis is 2; expected -2 to 1 for shape 2x3",
            () -> HILLOCK.forward(Softmax.overAxis(2).log(), SIX, SHAPE)),
        bad(
            "a parameter that is infinite",
            ARGUMENT,
            "is Infinity; expected a number that is finite",
            () -> parameterized().with(Float.POSITIVE_INFINITY)),
        bad(
            "a parameter where there is none",
            ARGUMENT,
            "takes no parameter, but was given 2.0",
            () -> unparameterized().with(2)),
        bad(
            "a negative dimension",
            ARGUMENT,
            "dimension 0 of shape [-1] is -1; expected at least 0",
            () -> HILLOCK.tensor(Shape.of(-1))),
        bad(
            "a null tensor shape",
            NULL,
            "shape is null",
            () -> HILLOCK.tensor(BadCallsTest.<Shape>nothing())),
        bad(
            "values that do not fill a tensor",
            ARGUMENT,
            "values has 5 elements; expected 6 for shape 2x3",
            () -> HILLOCK.tensor(SHAPE, FIVE)),
        bad(
            "an upload that does not fit",
            ARGUMENT,
            "values has 5 elements; expected 6 for shape 2x3",
            () -> open.upload(FIVE)),
        bad(
            "a null upload",
            NULL,
            "values is null",
            () -> open.upload(BadCallsTest.<float[]>nothing())),
        bad(
            "a null buffer to upload",
            NULL,
            "values is null",
            () -> open.upload(BadCallsTest.<FloatBuffer>nothing())),
        bad(
            "a short buffer to upload",
            ARGUMENT,
            "values has 5 elements; expected 6 for shape 2x3",
            () -> open.upload(FloatBuffer.allocate(6).position(1))),
        bad(
            "a buffer to download to that cannot be written to",
            ARGUMENT,
            "values is read-only; expected a buffer to write to",
            () -> open.download(BUFFER.asReadOnlyBuffer())),
        bad(
            "a download of a closed tensor",
            STATE,
            "tensor of shape 2x3 is closed",
            shut::downloadAsync),
        bad(
            "a slice that ends outside",
            ARGUMENT,
            "from is 3 and shape 4 has 4 elements; expected them within the 6 of shape 2x3",
            () -> open.slice(3, Shape.of(4))),
        bad(
            "a slice that begins outside",
            ARGUMENT,
            "from is -1 and shape 4 has 4 elements; expected them within the 6 of shape 2x3",
            () -> open.slice(-1, Shape.of(4))),
        bad(
            "a slice whose end no long can count",
            ARGUMENT,
            "expected them within the 6 of shape 2x3",
            () -> open.slice(Long.MAX_VALUE, Shape.of(4))),
        bad("a slice of a null shape", NULL, "shape is null", () -> open.slice(0, nothing())),
        bad(
            "a slice of a closed tensor",
            STATE,
            "tensor of shape 2x3 is closed",
            () -> shut.slice(0, SHAPE)),
        bad(
            "rows that are not there",
            ARGUMENT,
            "rows from 1 to 3 are not there; expected them within the 2 of shape 2x3",
            () -> open.rows(1, 3)),
        bad(
            "rows of a scalar",
            ARGUMENT,
            "axis is 0, but a scalar has no axis",
            () -> flat.slice(0, Shape.of()).rows(0, 0)),
        bad(
            "a reshape to fewer elements",
            ARGUMENT,
            "shape 5 has 5 elements; expected 6 as shape 2x3 has",
            () -> open.reshape(Shape.of(5))),
        bad(
            "a result over a part of an input",
            ARGUMENT,
            "y overlaps x: a Tensor 5 from element 1 of Tensor 6 on cpu",
            () -> HILLOCK.forward(OP, flat.slice(0, Shape.of(5)), flat.slice(1, Shape.of(5)))),
        bad(
            "a gradient over a part of an input",
            ARGUMENT,
            "dx overlaps dy",
            () ->
                HILLOCK.backward(
                    OP,
                    open.slice(0, Shape.of(3)),
                    flat.slice(0, Shape.of(3)),
                    flat.slice(2, Shape.of(3)))),
        bad(
            "a copy over a part of itself",
            ARGUMENT,
            "and overlaps this Tensor 5",
            () -> flat.slice(1, Shape.of(5)).copyFrom(flat.slice(0, Shape.of(5)))),
        bad(
            "a null backend",
            NULL,
            "backend is null",
            () -> Hillock.on(BadCallsTest.<Backend>nothing())),
        bad(
            "a download that does not fit",
            ARGUMENT,
            "values has 5 elements; expected 6 for shape 2x3",
            () -> open.download(FIVE)),
        bad(
            "an upload to a closed tensor",
            STATE,
            "tensor of shape 2x3 is closed",
            () -> shut.upload(SIX)),
        bad(
            "a closed tensor",
            STATE,
            "y is closed: Tensor 2x3 on cpu",
            () -> HILLOCK.forward(OP, open, shut)),
        bad("a null tensor", NULL, "dx is null", () -> HILLOCK.backward(OP, open, open, nothing())),
        bad(
            "a tensor of another Hillock",
            ARGUMENT,
            "x belongs to another Hillock: it is a Tensor 2x3 on cpu",
            () -> HILLOCK.forward(OP, foreign, open)),
        bad(
            "tensors of two shapes",
            ARGUMENT,
            "y has shape 6; expected 2x3 as x has",
            () -> HILLOCK.forward(OP, open, flat)),
        bad(
            "a copy between shapes",
            ARGUMENT,
            "expected one of shape 6 on cpu",
            () -> flat.copyFrom(open)),
        bad(
            "a copy between Hillocks",
            ARGUMENT,
            "expected one of shape 2x3 on cpu",
            () -> open.copyFrom(foreign)),
        bad(
            "a closed Hillock",
            STATE,
            "this Hillock on cpu (Hillock CPU implementation",
            () -> CLOSED.forward(PLAIN, SIX)),
        bad("a tensor of a closed Hillock", STATE, "is closed", () -> CLOSED.tensor(SHAPE)),
        bad("no threads", ARGUMENT, "threads is 0; expected at least 1", () -> CpuBackend.open(0)),
        bad(
            "no samples",
            ARGUMENT,
            "samples is 0; expected at least 1",
            () -> Verification.sampled(0)),
        bad("a null verification", NULL, "verification is null", () -> HILLOCK.verified(nothing())),
        bad("a null policy", NULL, "policy is null", () -> HILLOCK.onDeviceFailure(nothing())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("calls")
  void tellsWhatIsWrong(String what, Class<?> type, String message, ThrowingCallable call) {
    assertThat(catchThrowable(call)).as(what).isInstanceOf(type).hasMessageContaining(message);
  }

  @Test
  void nothingIsTouchedByABadCall() {
    float[] x = SIX.clone();
    assertThat(catchThrowable(() -> HILLOCK.forward(Softmax.overAxis(2), x, x, SHAPE))).isNotNull();
    assertThat(catchThrowable(() -> HILLOCK.backward(SOFTMAX, FIVE, SIX, x, SHAPE))).isNotNull();
    assertThat(x).containsExactly(SIX);
  }

  @Test
  void emptyArraysAreANoOp() {
    assertThat(HILLOCK.forward(PLAIN, new float[0])).isEmpty();
    assertThat(HILLOCK.backward(PLAIN, new float[0], new float[0])).isEmpty();
    assertThat(HILLOCK.forward(SOFTMAX, new float[0], Shape.of(0, 5))).isEmpty();
    assertThat(HILLOCK.forward(SOFTMAX, new float[0], Shape.of(5, 0))).isEmpty();
    try (Tensor empty = HILLOCK.tensor(Shape.of(0, 3))) {
      HILLOCK.forward(OP, empty, empty);
      assertThat(empty.toArray()).isEmpty();
    }
  }

  private static Arguments bad(String what, Class<?> type, String message, ThrowingCallable call) {
    return Arguments.of(what, type, message, call);
  }

  private static Activation parameterized() {
    return Stream.of(Activation.values())
        .filter(a -> a.parameterSpec().exists())
        .findFirst()
        .orElseThrow();
  }

  private static Activation unparameterized() {
    return Stream.of(Activation.values())
        .filter(a -> !a.parameterSpec().exists())
        .findFirst()
        .orElseThrow();
  }

  private static Hillock closed() {
    Hillock hillock = Hillock.open("cpu");
    hillock.close();
    return hillock;
  }

  /** What a caller who does not heed the null marks passes. */
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T nothing() {
    return null;
  }
}
