package org.hillock.cpu;

/**
 * Has memory brought into the cache before it is needed, by reading a few elements of it. A
 * processor foresees accesses within a page of 4 KiB only; at the start of each it waits for memory
 * while nothing is computed, twice as long in all as the computing takes. Java has no instruction
 * for it, but a read whose result nobody waits for does as well: the processor then foresees the
 * rest of the page. (Rows of a softmax gain nothing by it: their first walk is memory's alone.)
 */
final class Pages {

  /** The floats of a page. The elements of a large array begin at one, but for its header. */
  static final int PAGE = 1024;

  /** From so many elements on, arrays do not stay in a core's own cache. */
  static final int LARGE = 1 << 18;

  /** The cache lines that are read of a page: enough for the processor to see a pattern. */
  private static final int LINES = 4;

  private static final int LINE = 16;

  @SuppressWarnings("UnusedVariable") // it is written so that the reads are not for nothing
  private static int last;

  private Pages() {}

  /** Reads the beginning of each page of a stretch; the sum of their bits is to be kept. */
  static int touch(float[] array, int from, int count) {
    int limit = from + count;
    int bits = 0;
    // By what is left: behind the last page of the longest arrays an index would overflow.
    for (int page = from; limit - page > 0; page = page / PAGE * PAGE + PAGE) {
      int end = page + Math.min(LINES * LINE, limit - page);
      for (int i = page; i < end; i += LINE) {
        bits += Float.floatToRawIntBits(array[i]);
      }
    }
    return bits;
  }

  /** Keeps the sum of bits, without which nobody would have read them. */
  static void keep(int bits) {
    last = bits;
  }
}
