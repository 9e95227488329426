package org.hillock.cpu;

import java.util.Arrays;
import org.hillock.backend.Workers;
import org.hillock.insight.Watch;

/** Each segment's sum of the squares of what is finite. */
final class SquareSums {

  private final float[] numbers;
  private final SoftmaxMaps maps;
  private final SegmentLoops loops;
  private final float[] sums;

  /** Of some numbers. */
  SquareSums(float[] numbers, SoftmaxMaps maps, SegmentLoops loops) {
    this.numbers = numbers;
    this.maps = maps;
    this.loops = loops;
    sums = new float[(numbers.length - 1) / Watch.SEGMENT + 1];
  }

  /** The sums, once each segment has been added up. */
  float[] sums() {
    return sums;
  }

  /** All segments. */
  void all(Workers workers) {
    int parts = Math.min(workers.parts(numbers.length, CpuBackend.TRANSFER), sums.length);
    workers.run(
        parts,
        part -> {
          int end = (int) ((long) sums.length * (part + 1) / parts);
          for (int s = (int) ((long) sums.length * part / parts); s < end; s++) {
            segment(s);
          }
        });
  }

  /** One of them. */
  void segment(int segment) {
    int at = segment * Watch.SEGMENT;
    int count = Math.min(Watch.SEGMENT, numbers.length - at);
    float[] lanes = new float[Watch.LANES];
    maps.softmaxProductAdded(lanes, 0, numbers, at, numbers, at, Watch.LANES, count);
    loops.fold(lanes);
    if (!Float.isFinite(lanes[0])) {
      Arrays.fill(lanes, 0);
      for (int i = 0; i < count; i++) {
        float number = Float.isFinite(numbers[at + i]) ? numbers[at + i] : 0;
        int lane = i % Watch.LANES;
        lanes[lane] = Math.fma(number, number, lanes[lane]);
      }
      loops.fold(lanes);
    }
    sums[segment] = lanes[0];
  }
}
