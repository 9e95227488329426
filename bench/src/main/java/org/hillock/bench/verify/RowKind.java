package org.hillock.bench.verify;

import java.util.random.RandomGenerator;

/** Rows that a softmax meets in the wild, and some that it should not. */
enum RowKind {
  /** Logits. */
  ORDINARY {
    @Override
    float at(long column, long columns, RandomGenerator random) {
      return (float) random.nextGaussian(0, 4);
    }
  },
  /** Every other entry masked as many models do. */
  MASKED {
    @Override
    float at(long column, long columns, RandomGenerator random) {
      return column % 2 == 0 ? -1e9f : ORDINARY.at(column, columns, random);
    }
  },
  /** Every third entry masked by nearly the lowest number. */
  MASKED_BY_LOWEST {
    @Override
    float at(long column, long columns, RandomGenerator random) {
      return column % 3 == 0 ? -3.4e38f : ORDINARY.at(column, columns, random);
    }
  },
  /** All but the last entry masked by minus infinity. */
  MASKED_BY_INFINITY {
    @Override
    float at(long column, long columns, RandomGenerator random) {
      return column < columns - 1 ? Float.NEGATIVE_INFINITY : 2;
    }
  },
  /** Nothing left: NaN throughout. */
  ALL_MASKED {
    @Override
    float at(long column, long columns, RandomGenerator random) {
      return Float.NEGATIVE_INFINITY;
    }
  },
  /** One NaN, which takes the row with it. */
  WITH_NAN {
    @Override
    float at(long column, long columns, RandomGenerator random) {
      return column == columns / 2 ? Float.NaN : ORDINARY.at(column, columns, random);
    }
  },
  /** One infinity, which does too. */
  WITH_INFINITY {
    @Override
    float at(long column, long columns, RandomGenerator random) {
      return column == columns / 3 ? Float.POSITIVE_INFINITY : ORDINARY.at(column, columns, random);
    }
  },
  /** Far beyond what exp can take by itself. */
  HUGE {
    @Override
    float at(long column, long columns, RandomGenerator random) {
      return 1e30f * (float) random.nextGaussian();
    }
  },
  /** The ends of the range: their difference overflows. */
  EXTREME {
    @Override
    float at(long column, long columns, RandomGenerator random) {
      return column % 2 == 0 ? Float.MAX_VALUE : -Float.MAX_VALUE;
    }
  },
  /** A uniform result. */
  EQUAL {
    @Override
    float at(long column, long columns, RandomGenerator random) {
      return -7.25f;
    }
  },
  /** Zeros of both signs and subnormals. */
  TINY {
    @Override
    float at(long column, long columns, RandomGenerator random) {
      return column % 3 == 0 ? -0f : Float.MIN_VALUE * random.nextInt(-5, 6);
    }
  },
  /** Results through all magnitudes, down to subnormals and to zero. */
  FALLING {
    @Override
    float at(long column, long columns, RandomGenerator random) {
      return -110f * column / columns;
    }
  };

  private static final RowKind[] ALL = values();

  /** An entry of a row of this kind. */
  abstract float at(long column, long columns, RandomGenerator random);

  /** One of the kinds that are not ordinary, in turn. */
  static RowKind special(int index) {
    return ALL[1 + Math.floorMod(index, ALL.length - 1)];
  }
}
