package org.hillock.bench.peers;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How a library did in a task.
 *
 * @param peer which library
 * @param millis the median time
 * @param gbps what has to be read and written at least, by that time, in 10^9 bytes a second
 * @param ratio its time by ours: above 1 we are faster
 * @param result who provided the memory for the result
 * @param error the largest error
 * @param why where there is no time: why
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Outcome(
    String peer,
    @Nullable Double millis,
    @Nullable Double gbps,
    @Nullable Double ratio,
    @Nullable ResultPlace result,
    @Nullable ErrorFound error,
    @Nullable String why) {

  static Outcome none(Peer peer, String why) {
    return new Outcome(peer.id(), null, null, null, null, null, why);
  }
}
