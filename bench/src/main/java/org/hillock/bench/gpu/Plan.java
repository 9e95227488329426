package org.hillock.bench.gpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;

/**
 * How much is measured.
 *
 * @param sizes the elements of activations
 * @param shapes the shapes of softmaxes: over the last axis of two, over the middle one of three
 * @param hostSizes the elements of calls on host arrays
 * @param linkBytes how much goes over the link at a time
 * @param rotation how many bytes the sets of data have together at least
 * @param launches how many tiny operations are asked for in a row
 */
public record Plan(
    List<Long> sizes,
    List<Shape> shapes,
    List<Long> hostSizes,
    long linkBytes,
    long rotation,
    int launches) {

  /** Of so many shapes, from the first on, the logarithm is measured too. */
  private static final int LOGARITHMS = 2;

  /**
   * Everything, for a GPU.
   *
   * @return sizes from 4 MiB to 8 GiB
   */
  public static Plan full() {
    return new Plan(
        List.of(1L << 20, 1L << 22, 1L << 24, 1L << 26, 1L << 28),
        List.of(
            Shape.of(8192, 4096),
            Shape.of(32, 128_256),
            Shape.of(4096, 256),
            Shape.of(4096, 1024),
            Shape.of(4096, 2047),
            Shape.of(4096, 2048),
            Shape.of(4096, 2176),
            Shape.of(4096, 4224),
            Shape.of(4096, 9344),
            Shape.of(1024, 50_257),
            Shape.of(8192, 50_257),
            Shape.of(16_384, 131_072),
            Shape.of(1, 1 << 20),
            Shape.of(1 << 20, 32),
            Shape.of(1 << 20, 7),
            Shape.of(64, 1000, 784)),
        List.of(1L << 18, 1L << 20, 1L << 22, 1L << 24, 1L << 26),
        256L << 20,
        256L << 20,
        10_000);
  }

  /**
   * A little of each, for any device.
   *
   * @return sizes up to 64 MiB
   */
  public static Plan quick() {
    return new Plan(
        List.of(1L << 20, 1L << 24),
        List.of(
            Shape.of(4096, 1024),
            Shape.of(4096, 2176),
            Shape.of(64, 50_257),
            Shape.of(1 << 20, 7),
            Shape.of(4, 1000, 784)),
        List.of(1L << 20, 1L << 22),
        16L << 20,
        16L << 20,
        1000);
  }

  /** The first activation of the catalogue, where it does not matter which. */
  static Activation anyActivation() {
    return List.of(Activation.values()).get(0);
  }

  /**
   * The same with other sizes of activations.
   *
   * @param others the elements
   * @return the plan
   */
  public Plan withSizes(List<Long> others) {
    return new Plan(others, shapes, hostSizes, linkBytes, rotation, launches);
  }

  /**
   * The same with other shapes of softmaxes.
   *
   * @param others the shapes
   * @return the plan
   */
  public Plan withShapes(List<Shape> others) {
    return new Plan(sizes, others, hostSizes, linkBytes, rotation, launches);
  }

  /**
   * Every activation of every size, both ways; the largest first, which say most where time is
   * short.
   *
   * @return the work
   */
  public List<Work> elementwise() {
    List<Work> all = new ArrayList<>();
    for (long size : sizes.stream().sorted(Comparator.reverseOrder()).toList()) {
      for (Activation activation : Activation.values()) {
        for (Direction direction : Direction.values()) {
          all.add(new Work(activation, direction, Shape.of(size)));
        }
      }
    }
    return all;
  }

  /**
   * A softmax of every shape, both ways, and the logarithm of a few.
   *
   * @return the work
   */
  public List<Work> softmax() {
    List<Work> all = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      Shape shape = shapes.get(i);
      List<Softmax> kinds = Softmax.kinds(1); // Of either two or three axes.
      for (Softmax kind : i < LOGARITHMS ? kinds : kinds.subList(0, 1)) {
        Arrays.stream(Direction.values()).forEach(d -> all.add(new Work(kind, d, shape)));
      }
    }
    return all;
  }
}
