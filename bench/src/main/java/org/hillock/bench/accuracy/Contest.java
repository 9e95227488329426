package org.hillock.bench.accuracy;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.hillock.Hillock;
import org.hillock.op.Activation;
import org.hillock.op.Direction;

/** Which of several devices is the fastest. */
public final class Contest {

  private static final int INPUTS = 1 << 15;

  /** Kernels are built, and Java is compiled, within that. */
  private static final long NANOS_FOR_EACH_FUNCTION = 60_000_000;

  private Contest() {}

  /**
   * Times every function of the catalogue on every device that keeps subnormals.
   *
   * @param devices open devices
   * @param log told what each one takes
   * @return the fastest
   * @throws IllegalArgumentException when no device keeps subnormals
   */
  public static Hillock fastest(List<Hillock> devices, Consumer<String> log) {
    Map<Hillock, Double> nanos =
        devices.stream()
            .filter(hillock -> hillock.device().denormals())
            .collect(
                Collectors.toMap(hillock -> hillock, hillock -> nanos(Computation.on(hillock))));
    nanos.forEach(
        (hillock, each) ->
            log.accept(String.format(Locale.ROOT, "%s: %.2f ns an input", hillock.device(), each)));
    return nanos.entrySet().stream()
        .min(Comparator.comparingDouble(Map.Entry::getValue))
        .orElseThrow(() -> new IllegalArgumentException("no device keeps subnormals"))
        .getKey();
  }

  /** For one input, on average over the catalogue; of each function the best time. */
  private static double nanos(Computation computation) {
    float[] x = new float[INPUTS];
    for (int i = 0; i < INPUTS; i++) {
      x[i] = 16f * i / INPUTS - 8;
    }
    int functions = 0;
    double sum = 0;
    for (Activation activation : Activation.values()) {
      for (Direction direction : Direction.values()) {
        long least = Long.MAX_VALUE;
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < NANOS_FOR_EACH_FUNCTION) {
          long start = System.nanoTime();
          computation.compute(activation, direction, x);
          least = Math.min(least, System.nanoTime() - start);
        }
        functions++;
        sum += least;
      }
    }
    return sum / functions / INPUTS;
  }
}
