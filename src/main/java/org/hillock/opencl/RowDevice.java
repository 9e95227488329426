package org.hillock.opencl;

import java.util.List;
import java.util.stream.Stream;

/**
 * What all families of kernels for rows are given.
 *
 * @param device the device
 * @param programs its programs
 * @param tuning the sizes of its kernels
 */
record RowDevice(ClDevice device, Programs programs, Tuning tuning) {

  private static final List<String> MATHS = List.of("real.cl", "math.cl");

  /** A program over rows whose kernels, in the last of the files, walk along a row. */
  Program along(Options options, String... files) {
    List<String> maps = List.of("softmax_maps.cl", "softmax_kind.cl", "access.cl", "fold.cl");
    return program(options, maps, files);
  }

  /** A program whose kernels have a vector's elements in different rows. */
  Program across(Options options, String... files) {
    List<String> maps =
        List.of(
            "uniform_varies.cl",
            "softmax_maps.cl",
            "softmax_kind.cl",
            "uniform_again.cl",
            "access.cl");
    return program(options, maps, files);
  }

  /** How many groups to start for work that so many would do at once. */
  long groups(long wanted) {
    return Math.min(wanted, device.mostGroups(tuning.get(Knob.GROUPS_PER_UNIT)));
  }

  private Program program(Options options, List<String> maps, String[] files) {
    List<String> all =
        Stream.of(MATHS.stream(), maps.stream(), Stream.of(files)).flatMap(s -> s).toList();
    return programs.of(all, options.toString());
  }
}
