package org.hillock.bench.accuracy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.hillock.Hillock;
import org.hillock.backend.Device;
import org.hillock.op.Activation;
import org.hillock.op.Direction;

/**
 * Which of several devices sweeps, and how many of its blocks the others compute too: as many as
 * cost no more than a part of what the sweep itself costs.
 */
public final class Contest {

  private static final int INPUTS = 1 << 15;

  /** Kernels are built, and Java is compiled, well before that. */
  private static final long NANOS_FOR_EACH_FUNCTION = 60_000_000;

  /** What each of the other devices may add to the time of the sweep. */
  private static final double SHARE_OF_TIME = 0.25;

  private final List<Entrant> entrants = new ArrayList<>();
  private final double judgeNanos;

  /** A device and what it takes for one input, on average over the catalogue. */
  private record Entrant(Hillock hillock, double nanos) {}

  /**
   * Times devices.
   *
   * @param devices open devices
   * @param threads how many threads judge
   */
  public Contest(List<Hillock> devices, int threads) {
    for (Hillock hillock : devices) {
      entrants.add(new Entrant(hillock, nanos(Computation.on(hillock))));
    }
    Computation judging =
        (operation, direction, x) -> {
          Judge judge = new Judge(operation, direction);
          float[] y = new float[x.length];
          for (int i = 0; i < x.length; i++) {
            y[i] = (float) judge.truth(x[i]);
          }
          return y;
        };
    judgeNanos = nanos(judging) / threads;
  }

  /**
   * The fastest device that keeps subnormals.
   *
   * @return one of the devices given
   */
  public Hillock fastest() {
    return entrants.stream()
        .filter(entrant -> entrant.hillock().device().denormals())
        .min(Comparator.comparingDouble(Entrant::nanos))
        .orElseThrow(() -> new IllegalArgumentException("no device keeps subnormals"))
        .hillock();
  }

  /**
   * How the others check one of them.
   *
   * @param sweeping the device that sweeps
   * @return a check by each of the others
   */
  public List<Check> checksOf(Hillock sweeping) {
    double sweep =
        judgeNanos
            + entrants.stream()
                .filter(entrant -> entrant.hillock() == sweeping)
                .mapToDouble(Entrant::nanos)
                .sum();
    return entrants.stream()
        .filter(entrant -> entrant.hillock() != sweeping)
        .map(
            entrant ->
                new Check(
                    entrant.hillock().device(),
                    Computation.on(entrant.hillock()),
                    (long) Math.ceil(entrant.nanos() / (SHARE_OF_TIME * sweep))))
        .toList();
  }

  /**
   * What was measured, in words.
   *
   * @param sweeping the device that sweeps
   * @return a line for each device
   */
  public List<String> lines(Hillock sweeping) {
    List<String> lines = new ArrayList<>();
    for (Entrant entrant : entrants) {
      Device device = entrant.hillock().device();
      String part =
          checksOf(sweeping).stream()
              .filter(check -> check.device().id().equals(device.id()))
              .map(check -> check.every() == 1 ? "checks all" : "checks 1 of " + check.every())
              .findFirst()
              .orElse("sweeps");
      lines.add(
          String.format(Locale.ROOT, "%s: %.2f ns an input, %s", device, entrant.nanos(), part));
    }
    return lines;
  }

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
