package org.hillock.bench.accuracy.formula;

import java.math.BigDecimal;
import java.math.MathContext;
import org.hillock.op.Ulp;

/**
 * A true value, known to 30 digits.
 *
 * @param value the value
 * @param zero a zero with the sign of the limit, for a value too small to have one in double
 */
public record Truth(BigDecimal value, double zero) {

  private static final MathContext SHOWN = new MathContext(30);

  /**
   * Whether a float can come near it.
   *
   * @return whether it is less than 2^128 in magnitude
   */
  public boolean isWithinFloats() {
    return Math.abs(near()) < 0x1p128;
  }

  /**
   * How far a result is from it.
   *
   * @param result a float
   * @return what {@link Ulp#distance} says, without the rounding of the truth to double
   */
  public double distance(float result) {
    double near = near();
    double coarse = Ulp.distance(near, result);
    if (Double.isInfinite(coarse) || Float.isInfinite(result) || !isWithinFloats()) {
      return coarse;
    }
    return units(new BigDecimal(result));
  }

  /**
   * How far a value in double is from it.
   *
   * @param other the value, finite
   * @return the distance in units of the last place of a float
   */
  public double units(double other) {
    return units(new BigDecimal(other));
  }

  /**
   * How far a value in double is from it.
   *
   * @param other the value, finite
   * @return the distance relative to the truth; 0 for a truth smaller than the least float
   */
  public double relativeError(double other) {
    return Math.abs(near()) < Float.MIN_VALUE
        ? 0
        : new BigDecimal(other)
            .subtract(value)
            .divide(value, MathContext.DECIMAL64)
            .abs()
            .doubleValue();
  }

  private double units(BigDecimal other) {
    double near = near();
    double unit = Ulp.unit(near);
    boolean isBelowItsPower =
        Math.abs(near) == unit * 0x1p23
            && Math.abs(near) > Float.MIN_NORMAL
            && value.abs().compareTo(new BigDecimal(Math.abs(near))) < 0;
    double exact = isBelowItsPower ? unit / 2 : unit;
    return other.subtract(value).abs().doubleValue() / exact;
  }

  private double near() {
    double near = value.doubleValue();
    return near == 0 ? Math.copySign(0.0, value.signum() == 0 ? zero : value.signum()) : near;
  }

  @Override
  public String toString() {
    return value.round(SHOWN).toString();
  }
}
