package org.hillock.cpu;

/**
 * The loops that gather statistics of units: of rows of numbers, {@code stride} apart, into a
 * column each. They go on from some columns, and leave those as they are. They take all numbers for
 * finite; where one was not, what they have made of the others is to be thrown away.
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

  /**
   * Adds up and compares results, and counts those that are not zero.
   *
   * @return whether all were finite, for sure
   */
  boolean results(
      float[] r, int from, int stride, int rows, int width, Columns before, Columns after);

  /** Counts inputs that have an odd number of edges above them; there are 1 to 3 edges. */
  void inputs(
      float[] v,
      int from,
      int stride,
      int rows,
      int width,
      Edges edges,
      Columns before,
      Columns after);

  /** Adds up |slope| and dy². */
  void gradients(
      float[] slopes,
      int slopesFrom,
      int slopesStride,
      float[] dy,
      int dyFrom,
      int stride,
      int rows,
      int width,
      Columns before,
      Columns after);
}
