package org.hillock.bench.peers;

/** A library does not have an operation; the message says why in a few words. */
public final class MissingException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * With a reason.
   *
   * @param why in a few words, for a footnote
   */
  public MissingException(String why) {
    super(why);
  }
}
