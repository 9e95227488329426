package org.hillock;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/**
 * Inputs that are hard on an activation: where an exponential's reduction changes, where a function
 * saturates, its result becomes subnormal or a slope has its root, powers of two, the largest and
 * smallest floats, and whatever was the worst input of a sweep once. Each with its neighbours.
 */
final class HardInputs {

  private static final int NEIGHBOURS = 3;

  /**
   * Where the snippets clamp, or change from one formula to another, and roots of slopes. Written
   * by hand from kernels-cl; one that is missing here is still met by the sweeps.
   */
  private static final double[] PICKED = {
    0.25,
    1.278,
    1.27846454,
    1.52846454,
    1.02846454,
    0.7517916,
    1.0017916,
    0.5017916,
    0.7524614,
    1.0024614,
    0.5024614,
    5.6,
    7,
    10,
    10.9,
    11,
    14.6,
    14.7,
    16.6355324,
    17,
    17.3286795,
    18,
    20,
    42,
    52,
    53,
    87.3365448,
    88.7228394,
    89,
    103.972081,
    104,
    105,
    106,
    111,
    126,
    194
  };

  private final Set<Integer> bits = new TreeSet<>();

  private HardInputs() {}

  /**
   * The inputs.
   *
   * @param parameter the activation's parameter: what is hard on e^x is hard on e^(beta·x) at
   *     x/beta
   * @return every input once, in the order of its bits
   */
  static float[] of(float parameter) {
    HardInputs inputs = new HardInputs();
    for (double x : PICKED) {
      inputs.add(x, parameter);
    }
    for (int n = 0; n < 160; n++) {
      double boundary = (n + 0.5) * Math.log(2);
      inputs.add(boundary, parameter);
      inputs.add(boundary / 2, parameter);
      inputs.add(Math.sqrt(2 * boundary), parameter);
    }
    for (int exponent = -149; exponent < 128; exponent++) {
      inputs.add(Math.scalb(1.0, exponent), 1);
    }
    inputs.add(Float.MAX_VALUE, 1);
    inputs.add(Float.POSITIVE_INFINITY, 1);
    inputs.bits.add(0x7fc00000);
    inputs.bits.add(0xffc00000);
    inputs.addWorst();
    float[] result = new float[inputs.bits.size()];
    int i = 0;
    for (int b : inputs.bits) {
      result[i++] = Float.intBitsToFloat(b);
    }
    return result;
  }

  private void add(double x, float parameter) {
    near((float) x);
    if (parameter != 0 && parameter != 1) {
      near((float) (x / Math.abs(parameter)));
    }
  }

  private void near(float x) {
    int centre = Float.floatToIntBits(x);
    for (int d = -NEIGHBOURS; d <= NEIGHBOURS; d++) {
      int magnitude = Math.max(0, Math.min(0x7f800001, centre + d));
      bits.add(magnitude);
      bits.add(magnitude | Integer.MIN_VALUE);
    }
  }

  /** One input in a line, as the bits of a float in hexadecimal; # begins a comment. */
  private void addWorst() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                HardInputs.class.getResourceAsStream("worst_inputs.txt"),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String word = line.replaceFirst("#.*", "").strip();
        if (!word.isEmpty()) {
          bits.add(Integer.parseUnsignedInt(word, 16));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
