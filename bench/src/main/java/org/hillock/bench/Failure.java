package org.hillock.bench;

/**
 * Something that went wrong in a way that the message says all about: it ends the command with
 * status 1.
 */
final class Failure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Failure(String message) {
    super(message);
  }
}
