package org.hillock.opencl;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;

/**
 * Something whose time shows how a knob is set.
 *
 * @param operation what to compute
 * @param direction which way
 * @param shape over what
 */
record TunerWork(Operation operation, Direction direction, Shape shape) {

  /**
   * What a knob makes faster or slower on a device; nothing when it has no part in it.
   *
   * @param elements the most elements of a shape
   */
  static List<TunerWork> of(Knob knob, ClDevice device, long elements) {
    boolean items = device.processor() && device.vectorWidth() > 1;
    if (knob == Knob.STRETCH) {
      return items ? activations(elements) : List.of();
    }
    if (knob == Knob.GROUP || knob == Knob.VECTORS) {
      return items ? List.of() : activations(elements);
    }
    return device.processor() ? List.of() : ofGpu(knob, device, elements);
  }

  private static List<TunerWork> ofGpu(Knob knob, ClDevice device, long elements) {
    return switch (knob) {
      case TEAM_GROUP -> rows(Direction.FORWARD, elements, 256, 1000, 2048);
      case TEAMS_FORWARD -> rows(Direction.FORWARD, elements, 16_384, 50_257);
      case TEAMS_BACKWARD -> rows(Direction.BACKWARD, elements, 16_384, 50_257);
      case SPLIT_COLUMNS -> {
        // So few rows that half of the device is idle when each has a group.
        long rows = Math.max(1, device.description().computeUnits() / 2);
        yield knob.candidates().stream()
            .map(columns -> Shape.of(rows, Math.min(columns, elements / rows)))
            .map(shape -> new TunerWork(Softmax.overAxis(-1), Direction.FORWARD, shape))
            .toList();
      }
      default ->
          Stream.concat(
                  activations(elements).stream(),
                  rows(Direction.FORWARD, elements, 32, 1000).stream())
              .toList();
    };
  }

  private static List<TunerWork> activations(long elements) {
    return Arrays.stream(Activation.values())
        .map(activation -> new TunerWork(activation, Direction.FORWARD, Shape.of(elements)))
        .toList();
  }

  private static List<TunerWork> rows(Direction direction, long elements, long... columns) {
    return LongStream.of(columns)
        .mapToObj(c -> Shape.of(Math.max(1, elements / c), Math.min(c, elements)))
        .map(shape -> new TunerWork(Softmax.overAxis(-1), direction, shape))
        .toList();
  }
}
