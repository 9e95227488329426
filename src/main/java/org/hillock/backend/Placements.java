package org.hillock.backend;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;
import org.hillock.op.Operation;
import org.hillock.op.Softmax;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a device or the host computes calls on host data: whichever takes less time, as measured
 * when an operation is first asked for. Safe for use by many threads.
 */
public final class Placements {

  private static final Logger LOG = LoggerFactory.getLogger(Placements.class);

  /** Fewer elements take less time than to ask any device for anything. */
  static final int FEW = 1 << 14;

  /** Where nothing can be measured, the device is asked, and says itself what is wrong with it. */
  private static final Placement UNKNOWN = new Placement(new Cost(0, 0), new Cost(0, 1));

  private final Measurements measurements;
  private final Map<Direction, Map<Operation, Placement>> found = new EnumMap<>(Direction.class);
  private final ReentrantLock measuring = new ReentrantLock();

  /** What operations take; those that differ in parameters only count as one. */
  interface Measurements {

    /** What was found out before. */
    Optional<Placement> known(Operation operation, Direction direction);

    /** Finds out. */
    Placement measure(Operation operation, Direction direction);
  }

  /**
   * Nothing is measured yet.
   *
   * @param device the device, in use while something is measured
   * @param host what computes where the data is
   * @param cache where measurements are kept
   */
  public Placements(Backend device, Backend host, UserCache cache) {
    this(new Calibration(device, host, cache));
  }

  Placements(Measurements measurements) {
    this.measurements = measurements;
    for (Direction direction : Direction.values()) {
      found.put(direction, new ConcurrentHashMap<>());
    }
  }

  /** Whether the device is to compute a call; it may measure first. */
  boolean onDevice(Operation operation, Direction direction, int elements) {
    if (elements < FEW) {
      return false;
    }
    Placement placement = placement(kind(operation), direction);
    return placement != null && elements >= placement.leastElements();
  }

  /**
   * What is known of them.
   *
   * @return one sentence, without its end
   */
  public String choice() {
    String known =
        Stream.concat(Stream.of(Activation.values()), Softmax.kinds(-1).stream())
            .map(this::choice)
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));
    return "host arrays go to it from as many elements on as were measured to be faster there"
        + " (forward / backward): "
        + (known.isEmpty() ? "nothing measured yet" : known);
  }

  private Optional<String> choice(Operation kind) {
    Optional<Placement> forward = known(kind, Direction.FORWARD);
    Optional<Placement> backward = known(kind, Direction.BACKWARD);
    return forward.isEmpty() && backward.isEmpty()
        ? Optional.empty()
        : Optional.of(kind.label() + " " + least(forward) + " / " + least(backward));
  }

  private static String least(Optional<Placement> placement) {
    return placement
        .map(Placement::leastElements)
        .map(n -> n == Placement.NEVER ? "never" : String.valueOf(Math.max(FEW, n)))
        .orElse("?");
  }

  /** What is known, or is found out now; null while another thread is finding something out. */
  private @Nullable Placement placement(Operation kind, Direction direction) {
    Placement placement = found(direction).get(kind);
    if (placement == null && measuring.tryLock()) {
      try {
        placement = known(kind, direction).orElseGet(() -> measure(kind, direction));
        found(direction).put(kind, placement);
        LOG.debug("{} {} of host data: {}", kind.label(), direction, placement);
      } finally {
        measuring.unlock();
      }
    }
    return placement;
  }

  private Optional<Placement> known(Operation kind, Direction direction) {
    Placement placement = found(direction).get(kind);
    return placement != null ? Optional.of(placement) : measurements.known(kind, direction);
  }

  private Placement measure(Operation kind, Direction direction) {
    try {
      return measurements.measure(kind, direction);
    } catch (DeviceException e) {
      LOG.debug("{} {} of host data cannot be measured", kind.label(), direction, e);
      return UNKNOWN;
    }
  }

  private Map<Operation, Placement> found(Direction direction) {
    return Objects.requireNonNull(found.get(direction));
  }

  /** The operation that speaks for all that differ from it in parameters only. */
  private static Operation kind(Operation operation) {
    if (operation instanceof Softmax softmax) {
      Softmax kind = Softmax.overAxis(-1);
      return softmax.logarithmic() ? kind.log() : kind;
    }
    return operation instanceof Elementwise elementwise ? elementwise.activation() : operation;
  }
}
