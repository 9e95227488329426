import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hillock.backend.Backend;
import org.hillock.backend.Statistics;
import org.hillock.backend.Tensor;
import org.hillock.cpu.CpuBackend;
import org.hillock.insight.Watch;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.hillock.opencl.Diagnostics;

/**
 * Runs the calls with a bias and with statistics, in place, where a fault would show, on shapes so
 * small that a simulator is done with them in a minute, and compares all that they give with the
 * CPU's.
 */
final class Watching {
  private static final String DEVICE = "opencl:0:0";
  private static final Watch TENSORS = Watch.tensors().histogramOfEvery(2);
  private static final List<Shape> SHAPES = List.of(Shape.of(131, 5), Shape.of(3, 1401));

  public static void main(String[] args) {
    int calls = 0;
    int kinds = 0;
    try (Backend cpu = CpuBackend.open(1)) {
      for (String units : List.of("GROUP", "ITEM")) {
        try (Backend device = Diagnostics.open(DEVICE, units)) {
          for (Shape shape : SHAPES) {
            Watch perUnit = TENSORS.perUnit((int) shape.dimension(-1));
            for (Watch watch : List.of(TENSORS, perUnit)) {
              Elementwise activation = Activation.values()[calls % Activation.values().length];
              same(units, activation(cpu, activation, shape, watch),
                  activation(device, activation, shape, watch));
              calls++;
            }
            Softmax softmax = Softmax.kinds(1).get(kinds++ % 2);
            for (boolean inPlace : new boolean[] {true, false}) {
              same(units, softmax(cpu, softmax, shape, inPlace),
                  softmax(device, softmax, shape, inPlace));
              calls++;
            }
          }
        }
      }
    }
    System.out.println(calls + " watched calls both ways, the right bits");
  }

  /** All that forward and backward give, with a bias. */
  private static List<String> activation(
      Backend backend, Elementwise activation, Shape shape, Watch watch) {
    int columns = (int) shape.dimension(-1);
    List<String> given = new ArrayList<>();
    try (Tensor x = backend.tensor(shape).upload(values(shape, 1));
        Tensor dy = backend.tensor(shape).upload(values(shape, 2));
        Tensor y = backend.tensor(shape).copyFrom(x);
        Tensor bias = backend.tensor(Shape.of(columns)).upload(values(Shape.of(columns), 3));
        Tensor gradient = backend.tensor(Shape.of(columns));
        Statistics forward = backend.statistics(watch);
        Statistics backward = backend.statistics(watch)) {
      forward.begin(activation, Direction.FORWARD);
      backend.forward(activation, y, bias, y, forward);
      backward.begin(activation, Direction.BACKWARD);
      backend.backward(activation, x, bias, dy, dy, gradient, backward);
      for (Tensor tensor : List.of(y, dy, gradient)) {
        given.add(Arrays.toString(tensor.toArray()));
      }
      for (Statistics stats : List.of(forward, backward)) {
        given.add(stats.summary() + " " + stats.units());
      }
    }
    return given;
  }

  /** In place or not, as kernels look at the input before or behind the call. */
  private static List<String> softmax(
      Backend backend, Softmax softmax, Shape shape, boolean inPlace) {
    List<String> given = new ArrayList<>();
    try (Tensor x = backend.tensor(shape).upload(values(shape, 1));
        Tensor dy = backend.tensor(shape).upload(values(shape, 2));
        Tensor other = backend.tensor(shape);
        Statistics forward = backend.statistics(TENSORS);
        Statistics backward = backend.statistics(TENSORS)) {
      forward.begin(softmax, Direction.FORWARD);
      Tensor y = inPlace ? x : other;
      backend.forward(softmax, x, y, forward);
      backward.begin(softmax, Direction.BACKWARD);
      Tensor dx = inPlace ? dy : x;
      backend.backward(softmax, y, dy, dx, backward);
      given.add(Arrays.toString(y.toArray()));
      given.add(Arrays.toString(dx.toArray()));
      given.add(forward.summary() + " " + backward.summary());
    }
    return given;
  }

  /** Ordinary numbers, with one NaN and one infinity among the many. */
  private static float[] values(Shape shape, int variation) {
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * 7919 + variation * 31) % 1009 / 126f - 4f;
    }
    if (values.length > 1000 && variation == 1) {
      values[777] = Float.NaN;
      values[901] = Float.POSITIVE_INFINITY;
    }
    return values;
  }

  private static void same(String units, List<String> expected, List<String> given) {
    for (int i = 0; i < expected.size(); i++) {
      if (!expected.get(i).equals(given.get(i))) {
        throw new IllegalStateException(
            "%s gives %s; expected %s".formatted(units, given.get(i), expected.get(i)));
      }
    }
  }
}
