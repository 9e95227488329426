package org.hillock.opencl;

import org.jspecify.annotations.Nullable;

/**
 * Gives the JVM its signal handlers back.
 *
 * <p>Drivers that compile with LLVM in our process (PoCL, Mesa) make LLVM install handlers of its
 * own, once, that stand for one signal only: the first SIGSEGV resets the process to the default
 * action, and LLVM's handler puts back what was there before. The JVM provokes SIGSEGV all the time
 * to stop its threads. When it stops two at once, the first runs into LLVM's handler and the second
 * into the default action: the process dies without a word. So the one signal that LLVM's handler
 * takes is provoked here, behind everything that may have compiled, while nobody else is likely to.
 */
final class Signals {

  private static final @Nullable Field NOTHING = null;

  @SuppressWarnings("UnusedVariable")
  private static volatile int sink;

  private static final class Field {
    int value;
  }

  private Signals() {}

  /** Reads a field of nothing, which the JVM notices by SIGSEGV. */
  @SuppressWarnings("NullAway")
  static void restore() {
    try {
      sink = NOTHING.value;
    } catch (NullPointerException e) {
      sink = 0;
    }
  }
}
