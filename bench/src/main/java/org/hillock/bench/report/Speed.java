package org.hillock.bench.report;

import java.util.List;
import org.hillock.bench.speed.SpeedResult;

/**
 * How fast a device is on data of one shape.
 *
 * @param device its id
 * @param shape the shape
 * @param elements how many elements that is
 * @param copyGbps what a plain copy between tensors moves, in 10^9 bytes a second
 * @param hostCopyGbps what a plain copy to the device and back moves
 * @param results the operations, resident and on host arrays
 */
public record Speed(
    String device,
    String shape,
    long elements,
    double copyGbps,
    double hostCopyGbps,
    List<SpeedResult> results) {

  private static final int DIGITS = 4;

  /**
   * What a speed test found.
   *
   * @param device the device's id
   * @param elements how many elements the shape has
   * @param all its results, the two copies first
   * @return the same, told apart
   */
  public static Speed of(String device, long elements, List<SpeedResult> all) {
    return new Speed(
        device,
        all.get(0).shape(),
        elements,
        Digits.rounded(all.get(0).gbps(), DIGITS),
        Digits.rounded(all.get(1).gbps(), DIGITS),
        all.subList(2, all.size()).stream().map(Speed::rounded).toList());
  }

  /**
   * How long every operation takes once.
   *
   * @return the sum of the medians, in seconds
   */
  public double secondsPerRound() {
    return results.stream().mapToDouble(SpeedResult::medianMicros).sum() / 1e6;
  }

  private static SpeedResult rounded(SpeedResult result) {
    return new SpeedResult(
        result.op(),
        result.direction(),
        result.shape(),
        result.data(),
        Digits.rounded(result.gbps(), DIGITS),
        Digits.rounded(result.ofCopy(), DIGITS),
        Digits.rounded(result.medianMicros(), DIGITS),
        result.runs());
  }
}
