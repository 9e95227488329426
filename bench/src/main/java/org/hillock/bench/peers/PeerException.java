package org.hillock.bench.peers;

/** A peer, or its process, cannot go on; the message says why. */
public final class PeerException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * Something that cannot go on.
   *
   * @param message why
   */
  public PeerException(String message) {
    super(message);
  }
}
