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
}
