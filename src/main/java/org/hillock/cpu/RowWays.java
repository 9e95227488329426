package org.hillock.cpu;

import java.util.function.Function;
import org.hillock.op.Softmax;

/**
 * Loops over rows with their scratch memory: of the scalar twins until those of the SIMD twins are
 * warm, each kind of softmax in each direction by itself.
 */
final class RowWays<T> {

  private static final int KINDS = 8;

  private final Pool<T> best;
  private final Pool<T> meanwhile;
  private final WarmUp[] warmUps;

  /** Loops that are compiled like any other code. */
  RowWays(int pieces, Twins twins, Function<Twins, T> maker) {
    best = new Pool<>(pieces, () -> maker.apply(twins));
    meanwhile = best;
    warmUps = new WarmUp[0];
  }

  /** Loops that are cold. */
  RowWays(int pieces, Twins twins, Twins scalar, Function<Twins, T> maker, Sample<T> sample) {
    best = new Pool<>(pieces, () -> maker.apply(twins));
    meanwhile = new Pool<>(pieces, () -> maker.apply(scalar));
    warmUps = new WarmUp[KINDS];
    // One of each will do: warming up is one thread's work.
    T simd = maker.apply(twins);
    T plain = maker.apply(scalar);
    for (int kind = 0; kind < KINDS; kind++) {
      Softmax softmax = new Softmax(-1, (kind & 4) == 0 ? 1 : 2, (kind & 2) != 0);
      boolean backward = (kind & 1) != 0;
      warmUps[kind] =
          new WarmUp(
              () -> sample.run(simd, softmax, backward),
              () -> sample.run(plain, softmax, backward));
    }
  }

  /** The loops to take now, for so many elements. */
  Pool<T> of(Softmax softmax, boolean backward, long elements) {
    if (warmUps.length == 0) {
      return best;
    }
    int kind =
        (softmax.temperature() == 1 ? 0 : 4) + (softmax.logarithmic() ? 2 : 0) + (backward ? 1 : 0);
    return warmUps[kind].isHot(elements) ? best : meanwhile;
  }

  /** Runs loops on a few elements. */
  interface Sample<T> {
    void run(T loops, Softmax softmax, boolean backward);
  }
}
