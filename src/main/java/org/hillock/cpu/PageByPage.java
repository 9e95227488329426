package org.hillock.cpu;

/**
 * The loops of an activation over a stretch of large arrays, a page at a time; the next pages are
 * {@linkplain Pages touched} before.
 */
final class PageByPage {

  private PageByPage() {}

  /** y = value(x) from index {@code from} on. */
  static void forward(ActivationLoops loops, float a, float[] x, float[] y, int from, int count) {
    if (x.length < Pages.LARGE) {
      loops.forward(x, from, y, from, count, a);
      return;
    }
    int bits = 0;
    int some;
    for (int done = 0; done < count; done += some) {
      some = Math.min(Pages.PAGE, count - done);
      int next = Math.min(Pages.PAGE, count - done - some);
      int at = from + done;
      bits += Pages.touch(x, at + some, next) + Pages.touch(y, at + some, next);
      loops.forward(x, at, y, at, some, a);
    }
    Pages.keep(bits);
  }

  /** dx = dy · slope(x) from index {@code from} on. */
  static void backward(
      ActivationLoops loops, float a, float[] x, float[] dy, float[] dx, int from, int count) {
    if (x.length < Pages.LARGE) {
      loops.backward(x, from, dy, from, dx, from, count, a);
      return;
    }
    int bits = 0;
    int some;
    for (int done = 0; done < count; done += some) {
      some = Math.min(Pages.PAGE, count - done);
      int next = Math.min(Pages.PAGE, count - done - some);
      int at = from + done;
      bits +=
          Pages.touch(x, at + some, next)
              + Pages.touch(dy, at + some, next)
              + Pages.touch(dx, at + some, next);
      loops.backward(x, at, dy, at, dx, at, some, a);
    }
    Pages.keep(bits);
  }
}
