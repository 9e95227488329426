package org.hillock.opencl;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the knobs of a device's kernels are set. A seed stands for devices that nobody has tuned yet:
 * see {@link Tuner}.
 */
final class Tuning {

  private static final Pattern SETTING = Pattern.compile("(\\w+)=(\\d+)");

  /** What suits most. */
  private static final Tuning ANY =
      parse(
          "GROUP=256 VECTORS=1 STRETCH=128 TEAM_GROUP=64 TEAMS_FORWARD=4 TEAMS_BACKWARD=2"
              + " GROUPS_PER_UNIT=4096 SPLIT_COLUMNS=32768");

  /** Registers for 512 work-items of some 100, and 256 of some 200. */
  private static final Tuning NVIDIA =
      ANY.with(Knob.VECTORS, 2)
          .with(Knob.TEAM_GROUP, 128)
          .with(Knob.TEAMS_FORWARD, 8)
          .with(Knob.TEAMS_BACKWARD, 4);

  /** Groups of 256 at most, of which four teams are one. */
  private static final Tuning AMD =
      ANY.with(Knob.VECTORS, 2).with(Knob.TEAM_GROUP, 128).with(Knob.TEAMS_BACKWARD, 4);

  private final Map<Knob, Integer> values;

  private Tuning(Map<Knob, Integer> values) {
    this.values = values;
  }

  /** What to begin with, by who made a device. */
  static Tuning seed(ClDevice device) {
    String vendor = device.processor() ? "" : device.vendor().toLowerCase(Locale.ROOT);
    if (vendor.contains("nvidia")) {
      return NVIDIA;
    }
    if (vendor.contains("amd") || vendor.contains("advanced micro devices")) {
      return AMD;
    }
    return ANY;
  }

  /** How a knob is set. */
  int get(Knob knob) {
    return values.getOrDefault(knob, 1);
  }

  /** The same with one knob set otherwise. */
  Tuning with(Knob knob, int value) {
    Map<Knob, Integer> changed = new EnumMap<>(values);
    changed.put(knob, value);
    return new Tuning(changed);
  }

  /** The settings as {@code GROUP=256 VECTORS=2 ...}, which {@link #parse} reads. */
  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(" "));
  }

  /**
   * Settings that were written down.
   *
   * @throws IllegalArgumentException when one is missing, or not a candidate of its knob
   */
  static Tuning parse(String text) {
    Map<Knob, Integer> values = new EnumMap<>(Knob.class);
    Matcher settings = SETTING.matcher(text);
    while (settings.find()) {
      Knob knob = Knob.valueOf(settings.group(1));
      int value = Integer.parseInt(settings.group(2));
      if (!knob.candidates().contains(value)) {
        throw new IllegalArgumentException(
            "setting %s; expected one of %s".formatted(settings.group(), knob.candidates()));
      }
      values.put(knob, value);
    }
    if (values.size() != Knob.values().length) {
      throw new IllegalArgumentException("\"" + text + "\" does not set every knob");
    }
    return new Tuning(values);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tuning tuning && tuning.values.equals(values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }
}
