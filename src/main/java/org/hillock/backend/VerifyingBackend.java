package org.hillock.backend;

import java.util.concurrent.atomic.AtomicLong;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.jspecify.annotations.Nullable;

/**
 * A backend whose results are checked against a reference, element by element or by sample. Results
 * on resident data are downloaded to be checked.
 */
public final class VerifyingBackend extends WrappingBackend {

  /**
   * A step that visits every residue of any number it is coprime to: samples of successive calls
   * differ.
   */
  private static final long NEXT_SEED = 0x9E3779B97F4A7C15L;

  private final Backend inner;
  private final Backend reference;
  private final Verification verification;
  private final AtomicLong seed = new AtomicLong();

  /**
   * Wraps a backend.
   *
   * @param inner the backend to check; closed with this one
   * @param reference whose results are right; left open
   * @param verification how much to check
   */
  public VerifyingBackend(Backend inner, Backend reference, Verification verification) {
    super(inner);
    this.inner = inner;
    this.reference = reference;
    this.verification = verification;
  }

  @Override
  public void forward(Operation operation, Tensor x, Tensor y) {
    Check check = new Check(operation, Direction.FORWARD, x.shape(), x.toArray());
    inner.forward(operation, x, y);
    check.result(y.toArray());
  }

  @Override
  public void backward(Operation operation, Tensor saved, Tensor dy, Tensor dx) {
    Check check =
        new Check(operation, Direction.BACKWARD, saved.shape(), saved.toArray(), dy.toArray());
    inner.backward(operation, saved, dy, dx);
    check.result(dx.toArray());
  }

  @Override
  public void forward(
      Elementwise operation,
      Tensor x,
      @Nullable Tensor bias,
      Tensor y,
      @Nullable Statistics stats) {
    float[] v = Observed.biased(x.toArray(), bias);
    Check check = new Check(operation, Direction.FORWARD, x.shape(), v);
    inner.forward(operation, x, bias, y, stats);
    check.result(y.toArray());
  }

  @Override
  public void backward(
      Elementwise operation,
      Tensor x,
      @Nullable Tensor bias,
      Tensor dy,
      Tensor dx,
      @Nullable Tensor biasGradient,
      @Nullable Statistics stats) {
    float[] v = Observed.biased(x.toArray(), bias);
    Check check = new Check(operation, Direction.BACKWARD, x.shape(), v, dy.toArray());
    inner.backward(operation, x, bias, dy, dx, biasGradient, stats);
    check.result(dx.toArray());
  }

  @Override
  public void forward(Softmax softmax, Tensor x, Tensor y, Statistics stats) {
    Check check = new Check(softmax, Direction.FORWARD, x.shape(), x.toArray());
    inner.forward(softmax, x, y, stats);
    check.result(y.toArray());
  }

  @Override
  public void backward(Softmax softmax, Tensor y, Tensor dy, Tensor dx, Statistics stats) {
    Check check = new Check(softmax, Direction.BACKWARD, y.shape(), y.toArray(), dy.toArray());
    inner.backward(softmax, y, dy, dx, stats);
    check.result(dx.toArray());
  }

  @Override
  public void forward(Operation operation, Shape shape, float[] x, float[] y) {
    Check check = new Check(operation, Direction.FORWARD, shape, x);
    inner.forward(operation, shape, x, y);
    check.result(y);
  }

  @Override
  public void backward(Operation operation, Shape shape, float[] saved, float[] dy, float[] dx) {
    Check check = new Check(operation, Direction.BACKWARD, shape, saved, dy);
    inner.backward(operation, shape, saved, dy, dx);
    check.result(dx);
  }

  /**
   * One call's check. It computes the expected result first, because the call may overwrite its
   * input.
   */
  private final class Check {

    private final Operation operation;
    private final Direction direction;
    private final Sample sample;
    private final float[] input;
    private final float[] expected;

    Check(Operation operation, Direction direction, Shape shape, float[]... inputs) {
      this.operation = operation;
      this.direction = direction;
      sample = Sample.of(operation, shape, verification.samples(), seed.getAndAdd(NEXT_SEED));
      input = sample.gather(inputs[0]);
      expected = new float[input.length];
      if (direction == Direction.FORWARD) {
        reference.forward(sample.operation(), sample.shape(), input, expected);
      } else {
        reference.backward(
            sample.operation(), sample.shape(), input, sample.gather(inputs[1]), expected);
      }
    }

    void result(float[] whole) {
      boolean denormals = inner.device().denormals();
      for (int i = 0; i < expected.length; i++) {
        long index = sample.index(i);
        float actual = whole[(int) index];
        if (!Bits.same(expected[i], actual, denormals)) {
          throw new MismatchException(
              new MismatchException.Mismatch(
                  operation.label(),
                  direction,
                  index,
                  input[i],
                  expected[i],
                  actual,
                  inner.device().toString()));
        }
      }
    }
  }
}
