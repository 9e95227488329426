package org.hillock.cpu;

/**
 * The loops that gather statistics of rows of numbers, {@code stride} apart, into a column each.
 * They take all numbers for finite; where a sum shows that one was not, what they have made of the
 * others is to be thrown away.
 */
interface GatherLoops {

  /**
   * The loops that go with twins.
   *
   * @param cold whether those of the Vector API are to be warmed up before they are taken
   */
  static GatherLoops of(Twins twins, boolean cold) {
    GatherLoops scalar = new ScalarGather();
    if (twins.lanes() == 1) {
      return scalar;
    }
    try {
      GatherLoops simd =
          Class.forName("org.hillock.cpu.VectorGather")
              .asSubclass(GatherLoops.class)
              .getDeclaredConstructor()
              .newInstance();
      return cold ? new WarmGather(simd, scalar) : simd;
    } catch (ReflectiveOperationException | LinkageError e) {
      return scalar;
    }
  }

  /** The largest number of edges that {@link #inputs} takes. */
  int MOST_EDGES = 3;

  /** Adds up and compares results, and counts those that are not zero. */
  void results(float[] r, int from, int stride, int rows, int width, Columns columns);

  /** Counts inputs that have an odd number of edges above them. */
  void inputs(float[] v, int from, int stride, int rows, int width, float[] edges, Columns columns);

  /**
   * dx = dy · slope, and adds up |slope| and dy². The slopes' rows are {@code width} apart. dx and
   * dy may be the same, at the same place.
   */
  void gradients(
      float[] slopes,
      int slopesFrom,
      float[] dy,
      int dyFrom,
      float[] dx,
      int dxFrom,
      int stride,
      int rows,
      int width,
      Columns columns);

  /** Folds the lanes of a segment as a tree, into the first. */
  void fold(float[] lanes);

  /** Whether so many numbers are all finite. */
  boolean areFinite(float[] numbers, int count);
}
