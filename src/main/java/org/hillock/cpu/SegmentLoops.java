package org.hillock.cpu;

/**
 * The loops that gather statistics of a whole tensor, of neighbours of one segment, the first of
 * which is of lane 0. Counts and extents are those of column 0. They take all numbers for finite;
 * where a sum shows that one was not, what they have made of the others is to be thrown away.
 */
interface SegmentLoops {

  /**
   * The loops that go with twins.
   *
   * @param cold whether those of the Vector API are to be warmed up before they are taken
   */
  static SegmentLoops of(Twins twins, boolean cold) {
    SegmentLoops scalar = new ScalarSegments();
    if (twins.lanes() == 1) {
      return scalar;
    }
    try {
      SegmentLoops simd =
          Class.forName("org.hillock.cpu.VectorSegments")
              .asSubclass(SegmentLoops.class)
              .getDeclaredConstructor()
              .newInstance();
      return cold ? new WarmSegments(simd, scalar) : simd;
    } catch (ReflectiveOperationException | LinkageError e) {
      return scalar;
    }
  }

  /**
   * Adds up results less the pivot, and the squares of that.
   *
   * @return whether all are in [least, most], -0 being less than +0
   */
  boolean results(
      float[] r, int from, int count, float pivot, float least, float most, Columns columns);

  /** Notes how far results go. */
  void extent(float[] r, int from, int count, Columns columns);

  /** How many results are not zero. */
  int others(float[] r, int from, int count);

  /** How many inputs have an odd number of edges above them; there are at least 1 and at most 3. */
  int odd(float[] v, int from, int count, Edges edges);

  /** Adds up |slope| and dy². */
  void gradients(float[] slopes, int slopesFrom, float[] dy, int dyFrom, int count, Columns to);

  /** out = a · b; out may be one of them, at the same place. */
  void multiply(float[] a, int aFrom, float[] b, int bFrom, float[] out, int outFrom, int count);

  /** Folds the lanes of a segment as a tree, into the first. */
  void fold(float[] lanes);
}
