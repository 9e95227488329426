package org.hillock.opencl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hillock.op.Direction;
import org.hillock.op.Rows;
import org.hillock.op.Softmax;

/**
 * A softmax to compute.
 *
 * @param queue where to queue it
 * @param softmax which
 * @param direction which way
 * @param rows over what
 * @param in the input, or the output that was saved for backward
 * @param gradient the upstream gradient; not looked at forward
 * @param out the result; may be either of the others
 */
record RowCall(
    Queue queue,
    Softmax softmax,
    Direction direction,
    Rows rows,
    Span in,
    Span gradient,
    Span out) {

  /** The name of the kernel that does all of it. */
  String kernel() {
    return forward() ? "forward" : "backward";
  }

  boolean forward() {
    return direction == Direction.FORWARD;
  }

  /** Whether the result is written over what it is made from. */
  boolean isInPlace() {
    return isOver(in) || (!forward() && isOver(gradient));
  }

  private boolean isOver(Span input) {
    return out.place().equals(input.place()) && out.placeIndex() == input.placeIndex();
  }

  /** Whether all memory begins at a multiple of a vector of so many elements. */
  boolean aligned(int width) {
    return in.aligned(width) && gradient.aligned(width) && out.aligned(width);
  }

  /** A kernel's arguments: the memory, then others. */
  Object[] arguments(Object... others) {
    List<Object> all = new ArrayList<>(forward() ? List.of(in, out) : List.of(in, gradient, out));
    all.addAll(Arrays.asList(others));
    return all.toArray();
  }

  /** The definitions that every softmax is built with. */
  Options options(int width, boolean keep) {
    boolean log = softmax.logarithmic();
    return new Options()
        .define("WIDTH", width)
        .define("LANES", Softmax.LANES)
        .define("SEGMENT", Softmax.SEGMENT)
        .define("LOG", log ? 1 : 0)
        .define("KEEP", keep && !log ? 1 : 0);
  }
}
