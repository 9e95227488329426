package org.hillock.bench.accuracy;

/** What was begun cannot be gone on with; the message says why, and what to do. */
public final class CertificationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CertificationException(String message) {
    super(message);
  }
}
