package org.hillock.translator;

/**
 * A fault in the kernels' sources. The message is for whoever wrote them: {@code FILE:LINE:COLUMN:
 * construct; what to write instead}. The translator's own stack would only hide it, so there is
 * none.
 */
public final class TranslationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TranslationException(String message) {
    super(message, null, false, false);
  }
}
