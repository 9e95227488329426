package org.hillock.translator;

/**
 * Where a construct stands: a file, named relative to the kernels' folder, a line and a column from
 * 1.
 */
record Place(String file, int line, int column) {

  /** Returns a fault at this place: what stands there, and what to write instead. */
  TranslationException fault(String construct, String instead) {
    return new TranslationException(this + ": " + construct + "; " + instead);
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
