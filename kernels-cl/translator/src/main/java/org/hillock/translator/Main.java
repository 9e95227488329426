package org.hillock.translator;

/** Entry point of the translator; nothing is translated yet. */
public final class Main {
  private Main() {}

  /**
   * Runs the translator.
   *
   * @param args the folder of the kernels, and the folder to write Java to
   */
  public static void main(String[] args) {
    if (args.length != 2) {
      throw new IllegalArgumentException(
          "expected 2 arguments, KERNELS_DIR and OUTPUT_DIR, got " + args.length);
    }
  }
}
