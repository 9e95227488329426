package org.hillock.bench.peers;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a child answers: what was asked for, or why there is none. A reply without anything says
 * that it is done.
 *
 * @param version what runs
 * @param place where the result of the prepared task goes
 * @param nanos how long a run took
 * @param error the largest error
 * @param missing why the library does not have the operation
 * @param failure what went wrong
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Reply(
    @Nullable String version,
    @Nullable ResultPlace place,
    @Nullable Long nanos,
    @Nullable ErrorFound error,
    @Nullable String missing,
    @Nullable String failure) {

  static Reply done() {
    return new Reply(null, null, null, null, null, null);
  }

  static Reply version(String version) {
    return new Reply(version, null, null, null, null, null);
  }

  static Reply place(ResultPlace place) {
    return new Reply(null, place, null, null, null, null);
  }

  static Reply nanos(long nanos) {
    return new Reply(null, null, nanos, null, null, null);
  }

  static Reply error(ErrorFound error) {
    return new Reply(null, null, null, error, null, null);
  }

  static Reply missing(String why) {
    return new Reply(null, null, null, null, why, null);
  }

  static Reply failure(Throwable cause) {
    return new Reply(null, null, null, null, null, cause.toString());
  }
}
