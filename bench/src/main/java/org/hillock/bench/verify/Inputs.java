package org.hillock.bench.verify;

import java.util.SplittableRandom;
import org.hillock.op.Operation;
import org.hillock.op.Rows;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;

/** Awkward data, the same at every run. */
final class Inputs {

  /**
   * Where something happens: zeros, ends of the range, limits of exp, roots of slopes, tails, and
   * plain numbers.
   */
  private static final float[] MAGNITUDES = {
    0f,
    Float.MIN_VALUE,
    0x1.8p-140f,
    Math.nextDown(Float.MIN_NORMAL),
    Float.MIN_NORMAL,
    1e-30f,
    0x1p-24f,
    0.01f,
    0.5f,
    0.7517916f,
    1f,
    Math.nextUp(1f),
    1.2784646f,
    3f,
    5.5f,
    9.01f,
    14.2f,
    16.6f,
    17.4f,
    87.33654f,
    88.72284f,
    89f,
    103.27893f,
    103.97208f,
    110f,
    1e9f,
    1e30f,
    3.4e38f,
    Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
  };

  private static final float[] SPECIAL = special();

  /** ln 2^-126, rounded up. */
  private static final float LOG_OF_LEAST_NORMAL = -87.33654f;

  /** Coprime to the number of special values, so that x and dy meet in ever other pairs. */
  private static final int OTHER_STEP = 7;

  private Inputs() {}

  /**
   * The input of an operation.
   *
   * @param operation an activation, or a softmax whose rows are filled one by one
   * @param shape its shape
   * @param variation which special values come first
   * @param special false for ordinary rows of a softmax
   */
  static float[] x(Operation operation, Shape shape, int variation, boolean special) {
    SplittableRandom random = new SplittableRandom(variation);
    return operation instanceof Softmax softmax
        ? rows(softmax.rows(shape), variation, special, random)
        : elements(Math.toIntExact(shape.size()), variation, random);
  }

  /** An upstream gradient: every third one special. */
  static float[] dy(Shape shape, int variation) {
    SplittableRandom random = new SplittableRandom(~variation);
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          i % 3 == 0
              ? SPECIAL[Math.floorMod(OTHER_STEP * (i / 3) + variation, SPECIAL.length)]
              : (float) random.nextGaussian();
    }
    return values;
  }

  /** The same array with its subnormals made zeros, for a device that takes them for zeros. */
  static float[] withoutSubnormals(float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (Math.abs(values[i]) < Float.MIN_NORMAL) {
        values[i] = Math.copySign(0, values[i]);
      }
    }
    return values;
  }

  /** The same array with logarithms of subnormals made those of zero, likewise. */
  static float[] withoutSubnormalExponentials(float[] logarithms) {
    for (int i = 0; i < logarithms.length; i++) {
      if (logarithms[i] < LOG_OF_LEAST_NORMAL) {
        logarithms[i] = Float.NEGATIVE_INFINITY;
      }
    }
    return logarithms;
  }

  private static float[] elements(int size, int variation, SplittableRandom random) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] =
          switch (i % 4) {
            case 0 -> SPECIAL[(i / 4 + variation) % SPECIAL.length];
            case 1 -> (float) random.nextGaussian(0, 3);
            case 2 -> (float) random.nextDouble(-110, 110);
            default -> anyFinite(random);
          };
    }
    return values;
  }

  private static float[] rows(Rows rows, int variation, boolean special, SplittableRandom random) {
    float[] values = new float[Math.toIntExact(rows.count() * rows.columns())];
    for (long row = 0; row < rows.count(); row++) {
      RowKind kind = special ? RowKind.special((int) (row + variation)) : RowKind.ORDINARY;
      for (long column = 0; column < rows.columns(); column++) {
        values[(int) (rows.first(row) + column * rows.inner())] =
            kind.at(column, rows.columns(), random);
      }
    }
    return values;
  }

  private static float anyFinite(SplittableRandom random) {
    float value = Float.intBitsToFloat(random.nextInt());
    return Float.isFinite(value) ? value : 1;
  }

  private static float[] special() {
    float[] values = new float[2 * MAGNITUDES.length + 1];
    for (int i = 0; i < MAGNITUDES.length; i++) {
      values[2 * i] = MAGNITUDES[i];
      values[2 * i + 1] = -MAGNITUDES[i];
    }
    values[2 * MAGNITUDES.length] = Float.NaN;
    return values;
  }
}
