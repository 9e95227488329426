package org.hillock.bench.verify;

import java.util.Set;
import org.hillock.backend.Backend;
import org.hillock.op.Direction;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;

/**
 * One thing to compute, on awkward data.
 *
 * @param operation what
 * @param direction which way
 * @param shape of what shape
 * @param variation which data
 * @param special whether the rows of a softmax are special ones; an activation's input always has
 *     special values
 * @param placements where inputs and result lie
 */
public record Problem(
    Operation operation,
    Direction direction,
    Shape shape,
    int variation,
    boolean special,
    Set<Placement> placements) {

  /**
   * The data and the reference's result. Where subnormals count as zeros the data holds none: what
   * a device makes of one can be multiplied up to anything.
   *
   * @param reference whose results are right
   * @param subnormals whether the device keeps them
   * @return the problem with its solution
   */
  public Solved solve(Backend reference, boolean subnormals) {
    float[] x = data(Inputs.x(operation, shape, variation, special), subnormals);
    float[] result = new float[x.length];
    if (direction == Direction.FORWARD) {
      compute(reference, x, x, result);
      return new Solved(this, x, x, result);
    }
    if (operation instanceof Softmax softmax && x.length > 0) {
      reference.forward(operation, shape, x, x);
      data(x, subnormals);
      if (softmax.logarithmic() && !subnormals) {
        Inputs.withoutSubnormalExponentials(x);
      }
    }
    float[] dy = data(Inputs.dy(shape, variation), subnormals);
    compute(reference, x, dy, result);
    return new Solved(this, x, dy, result);
  }

  private static float[] data(float[] values, boolean subnormals) {
    return subnormals ? values : Inputs.withoutSubnormals(values);
  }

  private void compute(Backend backend, float[] first, float[] dy, float[] result) {
    if (shape.size() == 0) {
      return;
    }
    if (direction == Direction.FORWARD) {
      backend.forward(operation, shape, first, result);
    } else {
      backend.backward(operation, shape, first, dy, result);
    }
  }

  /**
   * A problem, its data and what should come out.
   *
   * @param problem the problem
   * @param first x, or what was saved
   * @param dy the upstream gradient; of no meaning forward
   * @param expected the reference's result
   */
  @SuppressWarnings("ArrayRecordComponent") // A carrier: nothing compares it.
  public record Solved(Problem problem, float[] first, float[] dy, float[] expected) {}
}
