package org.hillock.bench.speed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.hillock.backend.Profile;
import org.hillock.op.Direction;
import org.hillock.op.Shape;

/** What calls took on the device itself, by operation and direction. */
public final class DeviceTimes implements Consumer<Profile> {

  private final Shape shape;
  private final Map<String, List<Long>> nanos = new TreeMap<>();

  /**
   * Takes down the times of calls on data of one shape.
   *
   * @param shape which; other calls are passed over
   */
  public DeviceTimes(Shape shape) {
    this.shape = shape;
  }

  @Override
  public synchronized void accept(Profile profile) {
    if (profile.shape().size() == shape.size()) {
      String key = key(profile.operation().label(), profile.direction());
      nanos.computeIfAbsent(key, k -> new ArrayList<>()).add(profile.nanos());
    }
  }

  /**
   * The median times.
   *
   * @return microseconds, by {@link #key}
   */
  public synchronized Map<String, Double> medianMicros() {
    Map<String, Double> medians = new TreeMap<>();
    nanos.forEach(
        (key, all) -> medians.put(key, all.stream().sorted().toList().get(all.size() / 2) / 1e3));
    return medians;
  }

  /**
   * What a time is found by.
   *
   * @param op the operation's label
   * @param direction forward or backward
   * @return both
   */
  public static String key(String op, Direction direction) {
    return op + " " + direction;
  }
}
