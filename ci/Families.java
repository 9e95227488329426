import java.util.List;
import java.util.Set;
import org.hillock.backend.Backend;
import org.hillock.backend.Bits;
import org.hillock.backend.Tensor;
import org.hillock.bench.verify.Problem;
import org.hillock.cpu.CpuBackend;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;
import org.hillock.opencl.Diagnostics;

/**
 * Runs every family of kernels in place, where a fault would show, on shapes so small that a
 * simulator is done with them in a minute, and compares the bits with the CPU's.
 */
final class Families {
  private static final String DEVICE = "opencl:0:0";
  private static final Shape ELEMENTS = Shape.of(261);

  /** Few columns; more than a vector; interleaved; one more segment than a row of few has. */
  private static final List<Shape> ROWS =
      List.of(Shape.of(37, 7), Shape.of(3, 133), Shape.of(2, 67, 3), Shape.of(1, 4099));

  /** The families that differ for activations. */
  private static final Set<String> UNITS = Set.of("GROUP", "ITEM");

  /** For devices of vectors, which a simulator may not be. */
  private static final String OF_VECTORS = "SHORT";

  /** For interleaved rows: a hundred times slower on others. */
  private static final String OF_INTERLEAVED = "DOWN";

  public static void main(String[] args) {
    int calls = 0;
    try (Backend cpu = CpuBackend.open(1)) {
      for (String family : Diagnostics.families()) {
        long start = System.nanoTime();
        try (Backend device = Diagnostics.open(DEVICE, family)) {
          int before = calls;
          for (Direction direction : Direction.values()) {
            if (UNITS.contains(family)) {
              for (Activation activation : Activation.values()) {
                calls += run(device, cpu, family, activation, direction, ELEMENTS);
              }
            }
            for (Softmax softmax : Softmax.kinds(1)) {
              for (Shape shape : ROWS) {
                calls += run(device, cpu, family, softmax, direction, shape);
              }
            }
          }
          System.out.printf(
              "%-12s %3d calls %5.1f s%n",
              family, calls - before, (System.nanoTime() - start) / 1e9);
          if (calls == before && !OF_VECTORS.equals(family)) {
            throw new IllegalStateException(family + " took nothing");
          }
        }
      }
    }
    System.out.println(calls + " calls, the right bits");
  }

  private static int run(
      Backend device,
      Backend cpu,
      String family,
      Operation operation,
      Direction direction,
      Shape shape) {
    boolean slow = OF_INTERLEAVED.equals(family) && shape.rank() == 2;
    if (slow || !Diagnostics.takes(DEVICE, family, operation, shape)) {
      return 0;
    }
    Problem problem = new Problem(operation, direction, shape, 0, true, Set.of());
    Problem.Solved solved = problem.solve(cpu, true);
    float[] actual;
    try (Tensor first = device.tensor(shape).upload(solved.first());
        Tensor dy = device.tensor(shape).upload(solved.dy())) {
      if (direction == Direction.FORWARD) {
        device.forward(operation, first, first);
      } else {
        device.backward(operation, first, dy, first);
      }
      actual = first.toArray();
    }
    for (int i = 0; i < actual.length; i++) {
      if (!Bits.same(solved.expected()[i], actual[i], true)) {
        throw new IllegalStateException(
            "%s %s %s by %s: element %d is %s; expected %s"
                .formatted(
                    operation.label(),
                    direction,
                    shape,
                    family,
                    i,
                    actual[i],
                    solved.expected()[i]));
      }
    }
    return 1;
  }
}
