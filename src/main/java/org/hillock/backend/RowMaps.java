package org.hillock.backend;

/**
 * What the statistics of a softmax make of its results: the maps of {@code kernels-cl}, whose bits
 * are the same on every device.
 */
public interface RowMaps {

  /**
   * What a probability adds to the entropy of its row.
   *
   * @param y the result of a softmax
   * @return {@code -y log y}, in nats; +0 below 2^-126, NaN for NaN
   */
  float surprise(float y);

  /**
   * The same for the logarithm of a probability.
   *
   * @param y the result of a log-softmax
   * @return {@code -y exp y}; +0 below -87, NaN for NaN
   */
  float logSurprise(float y);

  /**
   * The probability that a logarithm is of.
   *
   * @param y the result of a log-softmax
   * @return {@code exp y}
   */
  float exponential(float y);
}
