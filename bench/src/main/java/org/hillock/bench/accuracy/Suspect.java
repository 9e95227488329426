package org.hillock.bench.accuracy;

import java.util.Comparator;

/**
 * An input to look at again.
 *
 * @param ulp how far its result is from the truth, by the first judge
 * @param bits the input's bits
 * @param resultBits the bits of its result
 */
record Suspect(double ulp, int bits, int resultBits) {

  static Suspect of(double ulp, float x, float y) {
    return new Suspect(ulp, Float.floatToRawIntBits(x), Float.floatToRawIntBits(y));
  }

  /** Of two as bad the lesser input comes first, so that threads do not matter. */
  static final Comparator<Suspect> WORST_FIRST =
      Comparator.comparingDouble(Suspect::ulp)
          .reversed()
          .thenComparing(Suspect::bits, Integer::compareUnsigned);

  static final Comparator<Suspect> BY_LOT =
      Comparator.<Suspect>comparingInt(suspect -> lot(suspect.bits()))
          .thenComparing(Suspect::bits, Integer::compareUnsigned);

  /** A number that looks random, from the bits of an input: the finaliser of MurmurHash3. */
  static int lot(int bits) {
    int h = bits;
    h ^= h >>> 16;
    h *= 0x85ebca6b;
    h ^= h >>> 13;
    h *= 0xc2b2ae35;
    return h ^ (h >>> 16);
  }

  float input() {
    return Float.intBitsToFloat(bits);
  }

  float result() {
    return Float.intBitsToFloat(resultBits);
  }
}
