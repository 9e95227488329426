package org.hillock.cpu;

import java.util.ArrayList;
import java.util.List;
import org.hillock.insight.Saturation;

/**
 * The intervals of a {@link Saturation} as loops like them: an x is inside where an odd number of
 * edges, or an even one, is above it. Whether an edge is above is the sign of x less the edge.
 *
 * @param saturation the intervals
 * @param at the finite edges: each is the first float inside, or the first behind
 * @param oddIsInside whether it is the odd number that means inside
 * @param plain whether the signs tell the truth for every x but NaN
 */
@SuppressWarnings("ArrayRecordComponent") // shared with nobody who writes
record Edges(Saturation saturation, float[] at, boolean oddIsInside, boolean plain) {

  static Edges of(Saturation saturation) {
    float[] from = saturation.from();
    float[] to = saturation.to();
    List<Float> edges = new ArrayList<>();
    boolean plain = true;
    for (int i = 0; i < from.length; i++) {
      if (from[i] != Float.NEGATIVE_INFINITY) {
        edges.add(from[i]);
      }
      if (to[i] != Float.POSITIVE_INFINITY) {
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
    boolean inside = from.length > 0 && from[0] == Float.NEGATIVE_INFINITY;
    return new Edges(saturation, at, inside == (at.length % 2 == 1), plain);
  }

  /** Whether loops can tell by signs alone. */
  boolean isFew() {
    return plain && at.length > 0 && at.length <= GatherLoops.MOST_EDGES;
  }

  /** Whether an odd number of edges is above, as the intervals themselves say. */
  boolean isOdd(float x) {
    return saturation.contains(x) == oddIsInside;
  }
}
