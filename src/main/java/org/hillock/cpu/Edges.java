package org.hillock.cpu;

import static java.lang.Float.NEGATIVE_INFINITY;
import static java.lang.Float.POSITIVE_INFINITY;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hillock.insight.Saturation;

/**
 * The intervals of a {@link Saturation} as loops like them: an x is inside where an odd number of
 * edges, or an even one, is above it. Whether an edge is above is the sign of x less the edge.
 *
 * @param saturation the intervals
 * @param at the finite edges: each is the first float inside, or the first behind
 * @param ofMagnitude whether it is |x| that the only edge is above
 * @param oddIsInside whether it is the odd number that means inside
 * @param plain whether the signs tell the truth for every x but NaN
 */
@SuppressWarnings("ArrayRecordComponent") // shared with nobody who writes
record Edges(
    Saturation saturation, float[] at, boolean ofMagnitude, boolean oddIsInside, boolean plain) {

  /** The most edges that loops take. */
  private static final int MOST = 3;

  /** Edges of each kind that loops tell apart, to warm these up. */
  static final List<Edges> SAMPLES =
      Stream.of(
              new float[][] {{NEGATIVE_INFINITY}, {0}},
              new float[][] {{NEGATIVE_INFINITY, 1}, {-1, POSITIVE_INFINITY}},
              new float[][] {{NEGATIVE_INFINITY, 2}, {-1, POSITIVE_INFINITY}},
              new float[][] {{NEGATIVE_INFINITY, 1}, {-1, 2}})
          .map(intervals -> of(new Saturation(intervals[0], intervals[1])))
          .toList();

  static Edges of(Saturation saturation) {
    float[] from = saturation.from();
    float[] to = saturation.to();
    List<Float> edges = new ArrayList<>();
    boolean plain = true;
    for (int i = 0; i < from.length; i++) {
      if (from[i] != NEGATIVE_INFINITY) {
        edges.add(from[i]);
      }
      if (to[i] != POSITIVE_INFINITY) {
        edges.add(Math.nextUp(to[i]));
      }
    }
    float[] at = new float[edges.size()];
    for (int i = 0; i < at.length; i++) {
      // Less -0, both zeros are +0, which is not below; and infinity less itself is NaN.
      at[i] = edges.get(i) == 0 ? -0f : edges.get(i);
      plain &= Float.isFinite(at[i]);
    }
    // Far below all edges, they are all above.
    boolean inside = from.length > 0 && from[0] == NEGATIVE_INFINITY;
    boolean oddIsInside = inside == (at.length % 2 == 1);
    // The same on both sides: |x| has one edge, and as many above as x has, or two less.
    if (at.length == 2 && at[1] > 0 && at[0] == Math.nextUp(-at[1])) {
      return new Edges(saturation, new float[] {at[1]}, true, oddIsInside, plain);
    }
    return new Edges(saturation, at, false, oddIsInside, plain);
  }

  /** Whether loops can tell by signs alone. */
  boolean isFew() {
    return plain && at.length > 0 && at.length <= MOST;
  }

  /** In its sign, whether an odd number of edges is above. */
  int signs(float x) {
    float v = ofMagnitude ? Math.abs(x) : x;
    int signs = 0;
    for (float edge : at) {
      signs ^= Float.floatToRawIntBits(v - edge);
    }
    return signs;
  }

  /** Whether an odd number of edges is above, as the intervals themselves say. */
  boolean isOdd(float x) {
    return saturation.contains(x) == oddIsInside;
  }
}
