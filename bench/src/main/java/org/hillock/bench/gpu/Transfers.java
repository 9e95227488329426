package org.hillock.bench.gpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hillock.Hillock;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.hillock.op.Shape;
import org.hillock.opencl.Diagnostics;

/**
 * Host arrays and the link they travel.
 *
 * @param bytes how much was moved at a time, each way
 * @param link what the link itself moves
 * @param calls calls on host arrays
 */
public record Transfers(long bytes, Diagnostics.Link link, List<Call> calls) {

  private static final int RUNS = 7;

  /**
   * A call on host arrays.
   *
   * @param op the operation's name
   * @param direction forward or backward
   * @param elements how many
   * @param millis the median of a few, by the host's clock
   * @param gbps bytes that have to move, 8 or 12 an element, in 10^9 a second
   * @param ofLink what the link would take for them at least, by that time
   */
  public record Call(
      String op, Direction direction, long elements, double millis, double gbps, double ofLink) {}

  /**
   * Measures both.
   *
   * @param hillock the device
   * @param bytes how much to move over the link at a time
   * @param sizes how many elements the calls have
   * @return the speeds
   */
  public static Transfers measure(Hillock hillock, long bytes, List<Long> sizes) {
    Diagnostics.Link link = Diagnostics.link(hillock.device().id(), bytes);
    List<Call> calls = new ArrayList<>();
    for (long size : sizes) {
      for (Direction direction : Direction.values()) {
        calls.add(call(hillock, direction, size, link));
      }
    }
    return new Transfers(bytes, link, calls);
  }

  /** What is said of it while the run goes on. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "the link, GB/s: pinned up %s, down %s, both %s; Java arrays up %s, down %s"
            .formatted(
                Markdown.number(link.pinnedUp()),
                Markdown.number(link.pinnedDown()),
                Markdown.number(link.pinnedBoth()),
                Markdown.number(link.pageableUp()),
                Markdown.number(link.pageableDown())));
    for (Call call : calls) {
      lines.add(
          "%s %s of %d on host arrays: %s ms, %s GB/s, %s of link"
              .formatted(
                  call.op(),
                  call.direction(),
                  call.elements(),
                  Markdown.number(call.millis()),
                  Markdown.number(call.gbps()),
                  Markdown.number(call.ofLink())));
    }
    return lines;
  }

  private static Call call(Hillock hillock, Direction direction, long size, Diagnostics.Link link) {
    Activation activation = Plan.anyActivation();
    float[] x = new float[Math.toIntExact(size)];
    float[] dy = x.clone();
    float[] result = x.clone();
    Shape shape = Shape.of(size);
    long[] nanos = new long[1 + RUNS];
    for (int run = 0; run < nanos.length; run++) {
      long start = System.nanoTime();
      if (direction == Direction.FORWARD) {
        hillock.forward(activation, x, result, shape);
      } else {
        hillock.backward(activation, x, dy, result, shape);
      }
      nanos[run] = System.nanoTime() - start;
    }
    Arrays.sort(nanos, 1, nanos.length); // The first builds, and takes memory.
    double median = nanos[1 + RUNS / 2];
    long up = size * Float.BYTES * (direction == Direction.FORWARD ? 1 : 2);
    long down = size * Float.BYTES;
    // Both ways at once, unless one of them alone takes longer.
    double least =
        Math.max(
            (up + down) / link.pinnedBoth(),
            Math.max(up / link.pinnedUp(), down / link.pinnedDown()));
    return new Call(
        activation.name(), direction, size, median / 1e6, (up + down) / median, least / median);
  }
}
