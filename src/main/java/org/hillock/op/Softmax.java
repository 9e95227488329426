package org.hillock.op;

import java.util.List;

/**
 * Softmax over one axis, with a temperature, or its logarithm. With M the largest x of a row,
 * {@code z_i = (x_i - M) / T} and {@code S = sum_j exp(z_j)},
 *
 * <ul>
 *   <li>softmax is {@code y_i = exp(z_i) / S}. Backward takes the saved output y: {@code dx_i = y_i
 *       · (dy_i - D) / T} with {@code D = sum_j y_j · dy_j};
 *   <li>log-softmax is {@code y_i = z_i - log S}, never the logarithm of a rounded softmax: an
 *       entry far below the largest keeps all its digits. Backward takes the saved output y, too:
 *       {@code dx_i = (dy_i - exp(y_i) · D) / T} with {@code D = sum_j dy_j}.
 * </ul>
 *
 * <p>A row that holds NaN or +infinity, or nothing but -infinity, is NaN throughout. An entry of
 * -infinity beside a finite one is exactly +0; its logarithm is -infinity.
 *
 * <p>The definition fixes the order of the two sums, S and D, so that every device gives the same
 * bits: a row is cut into segments of {@value #SEGMENT} columns, a segment into {@value #LANES}
 * lanes; lane l adds its columns l, l + {@value #LANES}, ... in rising order, the lanes are folded
 * as a tree (lane l adds lane l + h for h = 128, 64, ... 1), and the segments' sums are added in
 * rising order. What each of these last additions rounds off is added up beside, and added to the
 * sum in the end (Knuth, The Art of Computer Programming 2, 4.2.2): so a sum is as exact for a
 * million columns as for a few thousand. Both kinds take the same S.
 *
 * <p>Errors, at most, with u = 2^-24 and a the number of additions that round between an entry and
 * its sum, {@code ceil(min(n, 4096) / 256) - 1 + ceil(log2(min(n, 256))) + (n > 4096 ? 1 : 0)} for
 * n columns, never above 24:
 *
 * <table>
 *   <caption>the distance from the true value for the same x, or y and dy, and the same 1/T</caption>
 *   <tr><td>softmax</td><td>2 ULP + (2 + a)·u·y; a row sums to 1 within (2 + a)·u</td></tr>
 *   <tr><td>log-softmax</td><td>1 ULP + (2 + a)·u</td></tr>
 *   <tr><td>softmax backward</td><td>3 ULP + (1 + a)·u·y/T·sum_j |y_j·dy_j|</td></tr>
 *   <tr><td>log-softmax backward</td><td>2 ULP + (ULP(p)·|D| + p·a·u·sum_j |dy_j|)/T, p = exp(y)</td></tr>
 * </table>
 *
 * <p>Backward, a product below 2^-126 rounds to 2^-149, which 1/T magnifies (and |D|, for
 * log-softmax), and dy - D must not overflow.
 *
 * <p>A larger x never has a smaller y, and an equal one has the same; y is never above 1, its
 * logarithm never above 0; adding a constant to a row changes no bit where those additions are
 * exact.
 *
 * @param axis the axis; a negative one counts from the end, as in NumPy
 * @param temperature T, in the unit of x
 * @param logarithmic whether the result is the logarithm of the softmax
 */
public record Softmax(int axis, float temperature, boolean logarithmic) implements Operation {

  /** The number of columns in a segment of a row. */
  public static final int SEGMENT = 4096;

  /** The number of lanes in a segment. */
  public static final int LANES = 256;

  /** Below it 1/T would overflow. */
  private static final float LEAST_TEMPERATURE = 0x1.000008p-128f;

  /**
   * Checks the temperature.
   *
   * @throws IllegalArgumentException when the temperature or its reciprocal is not a positive
   *     finite float
   */
  public Softmax {
    if (!(temperature >= LEAST_TEMPERATURE && temperature <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "temperature is %s; expected a finite number of at least %s"
              .formatted(temperature, LEAST_TEMPERATURE));
    }
  }

  /**
   * Softmax over one axis at temperature 1.
   *
   * @param axis the axis; a negative one counts from the end, as in NumPy
   * @return the operation
   */
  public static Softmax overAxis(int axis) {
    return new Softmax(axis, 1, false);
  }

  /**
   * The same softmax at another temperature.
   *
   * @param value T; above 1 the result is flatter, below 1 more pointed
   * @return the operation
   * @throws IllegalArgumentException when T or 1/T is not a positive finite float
   */
  @SuppressWarnings("InconsistentOverloads")
  public Softmax temperature(float value) {
    return new Softmax(axis, value, logarithmic);
  }

  /**
   * The logarithm of this softmax, computed as such.
   *
   * @return the operation; itself where it is logarithmic already
   */
  public Softmax log() {
    return new Softmax(axis, temperature, true);
  }

  /**
   * Every kind of softmax over one axis at temperature 1.
   *
   * @param axis the axis; a negative one counts from the end, as in NumPy
   * @return softmax and log-softmax
   */
  public static List<Softmax> kinds(int axis) {
    return List.of(overAxis(axis), overAxis(axis).log());
  }

  /**
   * The kind's name, whatever the axis and the temperature.
   *
   * @return {@code SOFTMAX} or {@code LOG_SOFTMAX}
   */
  public String name() {
    return logarithmic ? "LOG_SOFTMAX" : "SOFTMAX";
  }

  /**
   * The kind's formula, for people.
   *
   * @return an expression in x, max (the row's largest x), T and sum (over the row)
   */
  public String formula() {
    return logarithmic
        ? "(x - max)/T - log(sum of e^((x - max)/T))"
        : "e^((x - max)/T) / sum of e^((x - max)/T)";
  }

  /**
   * 1/T, rounded once.
   *
   * @return the factor that the definition multiplies with
   */
  public float inverseTemperature() {
    return 1 / temperature;
  }

  /**
   * The rows that a shape has along the axis.
   *
   * @param shape the shape of the data
   * @return the rows
   * @throws IllegalArgumentException when the shape has no such axis
   */
  public Rows rows(Shape shape) {
    int at = shape.axis(axis);
    long outer = 1;
    long inner = 1;
    for (int i = 0; i < shape.rank(); i++) {
      outer *= i < at ? shape.dimension(i) : 1;
      inner *= i > at ? shape.dimension(i) : 1;
    }
    return new Rows(outer, shape.dimension(at), inner);
  }

  @Override
  public void check(Shape shape) {
    shape.axis(axis);
  }

  @Override
  public String label() {
    return name()
        + "(axis "
        + axis
        + (temperature == 1 ? ")" : ", temperature " + temperature + ")");
  }

  @Override
  public String toString() {
    return label();
  }
}
