package org.hillock.cpu;

import java.util.Random;

/** Rows that are hard on a softmax. The values are in units of the temperature. */
enum SoftmaxRow {
  /** Logits of a language model, about. */
  GAUSSIAN {
    @Override
    double entry(int i, int n, Random random) {
      return 5 * random.nextGaussian();
    }
  },
  /** Nearly equal: the sum is about n. */
  NARROW {
    @Override
    double entry(int i, int n, Random random) {
      return random.nextDouble();
    }
  },
  /** Down to where the exponentials are subnormal, and below. */
  WIDE {
    @Override
    double entry(int i, int n, Random random) {
      return -110 * random.nextDouble();
    }
  },
  EQUAL {
    @Override
    double entry(int i, int n, Random random) {
      return 12.5;
    }
  },
  /** Exponentials of 1, and others that are lost beside them. */
  ALTERNATING {
    @Override
    double entry(int i, int n, Random random) {
      return i % 2 == 0 ? 0 : -80;
    }
  },
  /** One large entry before many that are just too small to count: its lane loses its own. */
  LOST {
    @Override
    double entry(int i, int n, Random random) {
      return i == 0 ? 0 : -17;
    }
  },
  /** As LOST, in each lane of each segment: all the small ones are lost. */
  LOST_IN_LANES {
    @Override
    double entry(int i, int n, Random random) {
      return i % 4096 < 256 ? 0 : -17.33;
    }
  },
  /** One large entry, and many whose sum counts beside it. */
  BIASED {
    @Override
    double entry(int i, int n, Random random) {
      return i == 0 ? 0 : -9.01 + 1e-3 * random.nextDouble();
    }
  },
  RISING {
    @Override
    double entry(int i, int n, Random random) {
      return 90.0 * i / n;
    }
  },
  FALLING {
    @Override
    double entry(int i, int n, Random random) {
      return -90.0 * i / n;
    }
  };

  abstract double entry(int i, int n, Random random);

  float[] of(int n, float temperature, Random random) {
    float[] row = new float[n];
    for (int i = 0; i < n; i++) {
      row[i] = (float) Math.max(-3e38, Math.min(3e38, entry(i, n, random) * temperature));
    }
    return row;
  }
}
