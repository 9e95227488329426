package org.hillock.bench.verify;

import java.util.Arrays;
import org.hillock.Hillock;
import org.hillock.backend.Tensor;
import org.hillock.op.Direction;

/** Where the inputs and the result of a call lie. */
public enum Placement {
  /** Arrays, each its own. */
  ARRAYS {
    @Override
    float[] run(Hillock hillock, Problem.Solved solved) {
      float[] result = untouched(solved.first().length);
      return compute(hillock, solved, solved.first().clone(), solved.dy().clone(), result);
    }
  },
  /** Arrays, the result over x, or over what was saved. */
  OVER_INPUT {
    @Override
    float[] run(Hillock hillock, Problem.Solved solved) {
      float[] first = solved.first().clone();
      return compute(hillock, solved, first, solved.dy().clone(), first);
    }
  },
  /** Arrays, the result over dy. */
  OVER_GRADIENT {
    @Override
    boolean suits(Direction direction) {
      return direction == Direction.BACKWARD;
    }

    @Override
    float[] run(Hillock hillock, Problem.Solved solved) {
      float[] dy = solved.dy().clone();
      return compute(hillock, solved, solved.first().clone(), dy, dy);
    }
  },
  /** Tensors, each its own. */
  RESIDENT {
    @Override
    float[] run(Hillock hillock, Problem.Solved solved) {
      try (Tensor result =
          hillock.tensor(solved.problem().shape(), untouched(solved.first().length))) {
        return compute(hillock, solved, result);
      }
    }
  },
  /** Tensors, the result over x, or over what was saved. */
  RESIDENT_OVER_INPUT {
    @Override
    float[] run(Hillock hillock, Problem.Solved solved) {
      return compute(hillock, solved, null);
    }
  };

  /** What no operation gives: an element that was not written stands out. */
  private static final float UNTOUCHED = -12345.5f;

  /** Whether there is such a placement in a direction. */
  boolean suits(Direction direction) {
    return true;
  }

  /** Computes a problem; its data stays as it is. */
  abstract float[] run(Hillock hillock, Problem.Solved solved);

  private static float[] untouched(int length) {
    float[] values = new float[length];
    Arrays.fill(values, UNTOUCHED);
    return values;
  }

  private static float[] compute(
      Hillock hillock, Problem.Solved solved, float[] first, float[] dy, float[] result) {
    Problem problem = solved.problem();
    return problem.direction() == Direction.FORWARD
        ? hillock.forward(problem.operation(), first, result, problem.shape())
        : hillock.backward(problem.operation(), first, dy, result, problem.shape());
  }

  /** The result in a tensor of its own, or over the first one for null. */
  private static float[] compute(
      Hillock hillock, Problem.Solved solved, @org.jspecify.annotations.Nullable Tensor separate) {
    Problem problem = solved.problem();
    try (Tensor first = hillock.tensor(problem.shape(), solved.first())) {
      Tensor result = separate == null ? first : separate;
      if (problem.direction() == Direction.FORWARD) {
        hillock.forward(problem.operation(), first, result);
      } else {
        try (Tensor dy = hillock.tensor(problem.shape(), solved.dy())) {
          hillock.backward(problem.operation(), first, dy, result);
          return result.toArray();
        }
      }
      return result.toArray();
    }
  }
}
