package org.hillock.opencl;

import java.util.Random;

/** Inputs that are hard to get right: special values first, then random ones of all magnitudes. */
final class Awkward {

  private static final float[] SPECIAL = {
    0f,
    -0f,
    1f,
    -1f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    1e-40f,
    -1e-40f,
    1e-20f,
    -1e-20f,
    88.8f,
    -87.4f,
    -103.9f,
    -104.1f,
    16.7f,
    -17.3f,
    9.01f,
    -1.27846f,
    -0.75179f,
    -5.5f,
    -13.2f,
    -14.1f,
    1e30f,
    -1e30f,
    -1e9f
  };

  private Awkward() {}

  /** So many inputs of an activation. */
  static float[] inputs(int count, long seed) {
    Random random = new Random(seed);
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] =
          i < SPECIAL.length
              ? SPECIAL[i]
              : random.nextInt(8) == 0
                  ? Float.intBitsToFloat(random.nextInt())
                  : (float) random.nextGaussian() * 6;
    }
    return x;
  }

  /** Inputs without NaN and infinities, with entries masked here and there. */
  static float[] logits(int count, long seed) {
    Random random = new Random(seed);
    float[] masks = {Float.NEGATIVE_INFINITY, -1e9f, -3.4e38f, -1e30f};
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = random.nextInt(23) == 0 ? masks[random.nextInt(4)] : (float) random.nextGaussian() * 9;
    }
    return x;
  }

  /** Upstream gradients. */
  static float[] gradients(int count, long seed) {
    Random random = new Random(~seed);
    float[] dy = new float[count];
    for (int i = 0; i < count; i++) {
      dy[i] = (float) random.nextGaussian();
    }
    return dy;
  }
}
