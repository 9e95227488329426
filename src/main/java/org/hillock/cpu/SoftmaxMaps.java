package org.hillock.cpu;

/**
 * The maps that the loops over rows are made of, each over a stretch of a row; {@code
 * kernels-cl/softmax_maps.cl} defines them.
 */
interface SoftmaxMaps {

  /** out = exp((x - maximum) · inverseTemperature). */
  void softmaxExp(
      float[] x,
      int xFrom,
      float[] out,
      int outFrom,
      int count,
      float maximum,
      float inverseTemperature);

  /** out = e · reciprocalOfSum. */
  void softmaxScale(
      float[] e, int eFrom, float[] out, int outFrom, int count, float reciprocalOfSum);

  /** 1 / sum, correctly rounded, for a finite sum of at least 1. */
  float softmaxReciprocal(float sum);

  /** out = (y · (dy - dot)) · inverseTemperature. */
  void softmaxSlope(
      float[] y,
      int yFrom,
      float[] dy,
      int dyFrom,
      float[] out,
      int outFrom,
      int count,
      float dot,
      float inverseTemperature);

  /** The high part of log sum, for a finite sum of at least 1. */
  float softmaxLogSum(float sum);

  /** The low part of log sum. */
  float softmaxLogSumLo(float sum);

  /** out = (x - maximum) · inverseTemperature - (logSum + logSumLo). */
  void softmaxLog(
      float[] x,
      int xFrom,
      float[] out,
      int outFrom,
      int count,
      float maximum,
      float inverseTemperature,
      float logSum,
      float logSumLo);

  /** out = (dy - exp(y) · sumOfDy) · inverseTemperature. */
  void softmaxLogSlope(
      float[] y,
      int yFrom,
      float[] dy,
      int dyFrom,
      float[] out,
      int outFrom,
      int count,
      float sumOfDy,
      float inverseTemperature);

  /** out = y · -log y, +0 where y is below 2^-126. */
  void softmaxSurprise(float[] y, int yFrom, float[] out, int outFrom, int count);

  /** The same for one y. */
  float softmaxSurprise(float y);

  /** out = exp(y) · -y, +0 where y is below -87. */
  void softmaxLogSurprise(float[] y, int yFrom, float[] out, int outFrom, int count);

  /** The same for one y. */
  float softmaxLogSurprise(float y);

  // Lanes: element i of a stretch belongs to lane i % lanes, and lanes take theirs in order. {@code
  // sums} holds the lanes.

  /** Each lane becomes the largest of itself and its x; NaN is passed over. */
  void softmaxLarger(float[] sums, int sumsFrom, float[] x, int xFrom, int lanes, int count);

  /** To each lane its x are added. */
  void softmaxAdded(float[] sums, int sumsFrom, float[] x, int xFrom, int lanes, int count);

  /** To each lane its y · dy are added, each rounded once with the sum. */
  void softmaxProductAdded(
      float[] sums,
      int sumsFrom,
      float[] y,
      int yFrom,
      float[] dy,
      int dyFrom,
      int lanes,
      int count);

  // Rows abreast: element r of each column belongs to row r, whose maximum and so on are the r-th
  // of their arrays. The columns follow one another; {@code rows} is a power of two and a
  // multiple of {@link Twins#lanes}.

  /** The same as {@link #softmaxExp} for rows abreast. */
  void softmaxExpAbreast(
      float[] x,
      int xFrom,
      float[] out,
      int outFrom,
      int columns,
      int rows,
      float[] maximum,
      float[] inverseTemperature);

  /** The same where the temperature is 1, with less work. */
  void softmaxExpAt1Abreast(
      float[] x, int xFrom, float[] out, int outFrom, int columns, int rows, float[] maximum);

  /** The same as {@link #softmaxScale} for rows abreast. */
  void softmaxScaleAbreast(
      float[] e,
      int eFrom,
      float[] out,
      int outFrom,
      int columns,
      int rows,
      float[] reciprocalOfSum);

  /** The same as {@link #softmaxSlope} for rows abreast. */
  void softmaxSlopeAbreast(
      float[] y,
      int yFrom,
      float[] dy,
      int dyFrom,
      float[] out,
      int outFrom,
      int columns,
      int rows,
      float[] dot,
      float[] inverseTemperature);

  /** The same as {@link #softmaxLog} for rows abreast. */
  void softmaxLogAbreast(
      float[] x,
      int xFrom,
      float[] out,
      int outFrom,
      int columns,
      int rows,
      float[] maximum,
      float[] inverseTemperature,
      float[] logSum,
      float[] logSumLo);

  /** The same as {@link #softmaxLogSlope} for rows abreast. */
  void softmaxLogSlopeAbreast(
      float[] y,
      int yFrom,
      float[] dy,
      int dyFrom,
      float[] out,
      int outFrom,
      int columns,
      int rows,
      float[] sumOfDy,
      float[] inverseTemperature);

  /** 1 / sum of each row. */
  void softmaxReciprocal(float[] sum, int sumFrom, float[] out, int outFrom, int count);

  /** The high part of the logarithm of each row's sum. */
  void softmaxLogSum(float[] sum, int sumFrom, float[] out, int outFrom, int count);

  /** The low part of it. */
  void softmaxLogSumLo(float[] sum, int sumFrom, float[] out, int outFrom, int count);
}
