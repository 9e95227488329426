package org.hillock.backend;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Where calls of one operation on host data are computed: by whichever of the two takes less time.
 *
 * @param device what they take on the device, there and back
 * @param host what they take where the data is
 */
record Placement(Cost device, Cost host) {

  /** What {@link #leastElements()} gives when the device is never faster. */
  static final long NEVER = Long.MAX_VALUE;

  /** From how many elements on the device is faster. */
  long leastElements() {
    double gained = host.perElement() - device.perElement();
    double spent = device.fixed() - host.fixed();
    if (gained <= 0) {
      return NEVER;
    }
    return spent <= 0 ? 0 : (long) Math.ceil(spent / gained);
  }

  /** The four numbers as text, for {@link #decode}. */
  byte[] encode() {
    return String.format(
            Locale.ROOT,
            "%s %s %s %s",
            device.fixed(),
            device.perElement(),
            host.fixed(),
            host.perElement())
        .getBytes(StandardCharsets.UTF_8);
  }

  /** What {@link #encode} wrote; empty for anything else. */
  static Optional<Placement> decode(byte[] content) {
    String[] numbers = new String(content, StandardCharsets.UTF_8).split(" ", -1);
    if (numbers.length != 4) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Placement(cost(numbers[0], numbers[1]), cost(numbers[2], numbers[3])));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Cost cost(String fixed, String perElement) {
    Cost cost = new Cost(Double.parseDouble(fixed), Double.parseDouble(perElement));
    if (!(cost.fixed() >= 0 && cost.perElement() > 0)) {
      throw new NumberFormatException(fixed + " " + perElement);
    }
    return cost;
  }

  /** Both costs and what follows, for the log. */
  @Override
  public String toString() {
    long least = leastElements();
    return String.format(
        Locale.ROOT,
        "device %.0f us and %.3f ns an element, host %.0f us and %.3f ns: %s",
        device.fixed() / 1e3,
        device.perElement(),
        host.fixed() / 1e3,
        host.perElement(),
        least == NEVER ? "never on the device" : "on the device from " + least + " elements on");
  }
}
