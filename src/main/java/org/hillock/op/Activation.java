package org.hillock.op;

import java.util.Locale;

/**
 * The catalogue of activations. A constant holds a formula for people, the parameter it takes, and
 * its meaning: {@link #value} and {@link #slope} in double precision. The meaning is the judge of
 * the float implementation and is never used to compute a result; its formulas are chosen for
 * clarity and for relative accuracy in the tails, and are written apart from the float ones on
 * purpose. The float algorithm stands in {@code kernels-cl/activation/NAME.cl}, NAME being the
 * constant's in lower case.
 *
 * <p>At the infinities and wherever a formula is undefined both meanings are the limits of the
 * function, with the sign of zero of the limit; NaN gives NaN. Where a function has a corner, the
 * slope at the corner is the slope from the left.
 */
public enum Activation implements Elementwise {
  /** Rectified linear unit (Nair and Hinton, 2010). The slope at 0 is 0; the value at -0 is +0. */
  RELU("max(x, 0)", ParameterSpec.none()) {
    @Override
    public double value(double x, double a) {
      return x <= 0 ? 0 : x;
    }

    @Override
    public double slope(double x, double a) {
      return x > 0 ? 1 : x <= 0 ? 0 : x;
    }
  },

  /** Leaky rectified linear unit (Maas, Hannun and Ng, 2013). The slope at 0 is the parameter. */
  LEAKY_RELU("x > 0 ? x : slope·x", ParameterSpec.finite("slope", 0.01f)) {
    @Override
    public double value(double x, double a) {
      return x > 0 ? x : a == 0 ? a * Meaning.finite(x) : a * x;
    }

    @Override
    public double slope(double x, double a) {
      return x > 0 ? 1 : x <= 0 ? a : x;
    }
  },

  /**
   * Exponential linear unit (Clevert, Unterthiner and Hochreiter, 2015). The slope at 0 is alpha.
   */
  ELU("x > 0 ? x : alpha·(e^x - 1)", ParameterSpec.atLeastZero("alpha", 1)) {
    @Override
    public double value(double x, double a) {
      return x > 0 ? x : a * Math.expm1(x);
    }

    @Override
    public double slope(double x, double a) {
      return x > 0 ? 1 : a * Math.exp(x);
    }
  },

  /** The logistic function. */
  SIGMOID("1 / (1 + e^-x)", ParameterSpec.none()) {
    @Override
    public double value(double x, double a) {
      return Meaning.sigmoid(x);
    }

    @Override
    public double slope(double x, double a) {
      return Meaning.sigmoid(x) * Meaning.sigmoid(-x);
    }
  },

  /** The hyperbolic tangent. */
  TANH("(e^x - e^-x) / (e^x + e^-x)", ParameterSpec.none()) {
    @Override
    public double value(double x, double a) {
      return Math.tanh(x);
    }

    @Override
    public double slope(double x, double a) {
      return 4 * Meaning.sigmoid(2 * x) * Meaning.sigmoid(-2 * x);
    }
  },

  /**
   * Gaussian error linear unit (Hendrycks and Gimpel, 2016), exact: Φ and φ are the normal
   * distribution and its density.
   */
  GELU("x·Φ(x) = x/2·erfc(-x/√2)", ParameterSpec.none()) {
    @Override
    public double value(double x, double a) {
      return Meaning.times(x, Meaning.normalDistribution(x));
    }

    @Override
    public double slope(double x, double a) {
      double magnitude = Math.abs(Meaning.finite(x));
      double tail = Meaning.normalDistribution(-magnitude);
      double left = tail - magnitude * Meaning.normalDensity(magnitude);
      return x > 0 ? 1 - left : tail == 0 ? -0.0 : left;
    }
  },

  /**
   * The tanh approximation of GELU (Hendrycks and Gimpel, 2016), written as x·sigmoid(2u) so that
   * its left tail is exact.
   */
  GELU_TANH("x/2·(1 + tanh u), u = √(2/π)·(x + 0.044715·x³)", ParameterSpec.none()) {
    @Override
    public double value(double x, double a) {
      return Meaning.times(x, Meaning.sigmoid(Meaning.geluTanhArgument(x)));
    }

    @Override
    public double slope(double x, double a) {
      return Meaning.gatedSlope(Meaning.geluTanhArgument(x), Meaning.geluTanhGrowth(x));
    }
  },

  /** Swish (Ramachandran, Zoph and Le, 2017); {@link #SILU} at its default. */
  SWISH("x / (1 + e^(-beta·x))", ParameterSpec.finite("beta", 1)) {
    @Override
    public double value(double x, double a) {
      return Meaning.times(x, Meaning.sigmoid(Meaning.scaled(x, a)));
    }

    @Override
    public double slope(double x, double a) {
      double v = Meaning.scaled(x, a);
      return Meaning.gatedSlope(v, v);
    }
  };

  /** Sigmoid linear unit: {@link #SWISH} with its default beta of 1. */
  public static final Activation SILU = SWISH;

  private final String formula;
  private final ParameterSpec parameter;

  Activation(String formula, ParameterSpec parameter) {
    this.formula = formula;
    this.parameter = parameter;
  }

  /**
   * The true value of the function, in double.
   *
   * @param x the input
   * @param a the parameter; ignored by a function that has none
   * @return the value, with a relative error below 1e-12
   */
  public abstract double value(double x, double a);

  /**
   * The true derivative of the function by its input, in double.
   *
   * @param x the input
   * @param a the parameter; ignored by a function that has none
   * @return the derivative, with a relative error below 1e-12, and an absolute one of a few 1e-16
   *     near its roots
   */
  public abstract double slope(double x, double a);

  /**
   * The same function with another parameter.
   *
   * @param value the parameter, as {@link #parameterSpec()} describes it
   * @return the operation
   * @throws IllegalArgumentException when the function takes no parameter, or not this value
   */
  public Elementwise with(float value) {
    return new ParameterizedActivation(this, value);
  }

  /**
   * The function as a formula for people.
   *
   * @return one line of plain text
   */
  public String formula() {
    return formula;
  }

  /**
   * The parameter that the function takes.
   *
   * @return its name, default and the values accepted
   */
  public ParameterSpec parameterSpec() {
    return parameter;
  }

  /**
   * The name of the function's float algorithm: {@code kernels-cl/activation/NAME.cl}.
   *
   * @return the constant's name in lower case
   */
  public String snippet() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Activation activation() {
    return this;
  }

  @Override
  public float parameter() {
    return parameter.defaultValue();
  }

  @Override
  public String label() {
    return name();
  }
}
