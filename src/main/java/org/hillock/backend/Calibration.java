package org.hillock.backend;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.hillock.op.Direction;
import org.hillock.op.Operation;
import org.hillock.op.Shape;

/**
 * Finds out what an operation on host data takes on a device and where the data is, by measuring
 * both, in turn, so that a machine that is busy delays both; what was found is kept in the user's
 * cache. It takes some tenths of a second for each operation and direction, once on a machine.
 */
final class Calibration implements Placements.Measurements {

  private static final String KIND = "placement";

  /** Few enough for what a call takes by itself to show. */
  private static final int FEW = 1 << 16;

  /** Enough for several chunks to be on their way to a device at a time. */
  private static final int MANY = 1 << 21;

  /** A softmax is measured in rows of this many columns. */
  private static final int COLUMNS = 1024;

  private static final int LEAST_ROUNDS = 4;

  /** It ends when no call was faster than before by a twentieth for so long, */
  private static final long PATIENCE_NANOS = 100_000_000;

  /** and after this long in any case: until then the JVM has compiled what matters. */
  private static final long MOST_NANOS = 1_000_000_000;

  private static final double FASTER = 0.95;

  private final Backend device;
  private final Backend host;
  private final UserCache cache;

  Calibration(Backend device, Backend host, UserCache cache) {
    this.device = device;
    this.host = host;
    this.cache = cache;
  }

  @Override
  public Optional<Placement> known(Operation operation, Direction direction) {
    return cache.read(KIND, key(operation, direction)).flatMap(Placement::decode);
  }

  @Override
  public Placement measure(Operation operation, Direction direction) {
    float[] few = numbers(FEW);
    float[] many = numbers(MANY);
    Call fewThere = new Call(device, operation, direction, few);
    Call manyThere = new Call(device, operation, direction, many);
    Call fewHere = new Call(host, operation, direction, few);
    Call manyHere = new Call(host, operation, direction, many);
    List<Call> calls = List.of(fewThere, manyThere, fewHere, manyHere);
    long start = System.nanoTime();
    long faster = start;
    long now = start;
    for (int round = 0;
        round < LEAST_ROUNDS || (now - faster < PATIENCE_NANOS && now - start < MOST_NANOS);
        round++) {
      long fasterCalls = calls.stream().filter(Call::run).count();
      now = System.nanoTime();
      faster = fasterCalls > 0 ? now : faster;
    }
    Placement placement =
        new Placement(
            Cost.through(FEW, fewThere.best, MANY, manyThere.best),
            Cost.through(FEW, fewHere.best, MANY, manyHere.best));
    cache.write(KIND, key(operation, direction), placement.encode());
    return placement;
  }

  /** In no order: a processor guesses which way a condition goes, and is to be wrong. */
  private static float[] numbers(int count) {
    SplittableRandom random = new SplittableRandom(count);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextDouble(-4, 4);
    }
    return numbers;
  }

  /** All that the times depend on, but for what else the machine is doing. */
  private String key(Operation operation, Direction direction) {
    Device where = device.device();
    return String.join(
        "\n",
        operation.label(),
        direction.name(),
        where.name(),
        where.platform(),
        where.driver(),
        host.device().name(),
        host.device().driver(),
        System.getProperty("hillock.simd", ""),
        System.getProperty("os.arch", ""));
  }

  /** A call and its best time. */
  private static final class Call {

    private final Backend backend;
    private final Operation operation;
    private final Direction direction;
    private final Shape shape;
    private final float[] in;
    private final float[] out;
    private double best = Double.POSITIVE_INFINITY;

    Call(Backend backend, Operation operation, Direction direction, float[] in) {
      this.backend = backend;
      this.operation = operation;
      this.direction = direction;
      this.in = in;
      shape = Shape.of(in.length / COLUMNS, COLUMNS);
      out = new float[in.length];
    }

    /** Makes the call; whether it was clearly faster than ever. */
    boolean run() {
      long start = System.nanoTime();
      if (direction == Direction.FORWARD) {
        backend.forward(operation, shape, in, out);
      } else {
        backend.backward(operation, shape, in, in, out);
      }
      double nanos = Math.max(1, System.nanoTime() - start);
      boolean faster = nanos < FASTER * best;
      best = Math.min(best, nanos);
      return faster;
    }
  }
}
