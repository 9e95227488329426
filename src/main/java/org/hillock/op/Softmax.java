package org.hillock.op;

/**
 * Softmax over one axis, with a temperature: {@code y_i = exp((x_i - M) / T) / sum_j exp((x_j - M)
 * / T)}, M being the largest x of the row. A row that holds NaN or +infinity, or nothing but
 * -infinity, is NaN throughout; an entry of -infinity beside a finite one is exactly +0.
 *
 * <p>Backward takes the saved output y: {@code dx_i = y_i · (dy_i - D) / T} with {@code D = sum_j
 * y_j · dy_j}.
 *
 * <p>The definition fixes the order of the two sums, so that every device gives the same bits: a
 * row is cut into segments of {@value #SEGMENT} columns, a segment into {@value #LANES} lanes; lane
 * l adds its columns l, l + {@value #LANES}, ... in rising order, the lanes are folded as a tree
 * (lane l adds lane l + h for h = 128, 64, ... 1), and the segments' sums are added in rising
 * order.
 *
 * @param axis the axis; a negative one counts from the end, as in NumPy
 * @param temperature T, in the unit of x
 */
public record Softmax(int axis, float temperature) implements Operation {

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
    return new Softmax(axis, 1);
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
    return new Softmax(axis, value);
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
    return "SOFTMAX(axis " + axis + (temperature == 1 ? ")" : ", temperature " + temperature + ")");
  }

  @Override
  public String toString() {
    return label();
  }
}
