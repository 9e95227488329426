package org.hillock.bench.gpu;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hillock.bench.accuracy.Machine;
import org.jspecify.annotations.Nullable;

/**
 * What one run found.
 *
 * @param date when it began, in UTC
 * @param command the options it was given
 * @param machine the device, its driver and the host
 * @param openCl the OpenCL version that the device reports
 * @param pytorch PyTorch, if it took part
 * @param seconds how long each piece of work was timed, about
 * @param rotation how many bytes the sets of data have together at least
 * @param families what was found of the bits
 * @param familiesLeftOut the families whose bits were not checked, though bits were asked for
 * @param launch what a launch costs
 * @param cells operations on resident data, also those that failed or were left out
 * @param transfers the link, and calls on host arrays
 * @param openings how long the device takes to open
 * @param why why a part of it is not there, by the part's name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GpuResult(
    String date,
    List<String> command,
    Machine machine,
    String openCl,
    PyTorch.@Nullable About pytorch,
    double seconds,
    long rotation,
    List<FamilyCheck.Result> families,
    List<String> familiesLeftOut,
    @Nullable LaunchCost launch,
    List<CellResult> cells,
    @Nullable Transfers transfers,
    List<Opening> openings,
    Map<String, String> why) {

  /**
   * Whether all that was done worked.
   *
   * @return whether every family that was checked has been asked something and gave the right bits,
   *     and neither a kernel that was to be timed nor a stage failed
   */
  public boolean ok() {
    return families.stream().allMatch(FamilyCheck.Result::ok)
        && cells.stream().noneMatch(CellResult::failed)
        && Arrays.stream(Stage.values()).noneMatch(stage -> why.containsKey(stage.name()));
  }

  /**
   * Why something is not there.
   *
   * @return the reasons, each with the pieces of work that it is the reason for; none where it is
   *     that of another part
   */
  public Map<String, List<String>> reasons() {
    Map<String, List<String>> reasons = new LinkedHashMap<>();
    why.forEach((part, reason) -> reasons.put(part + ": " + reason, List.of()));
    for (CellResult cell : cells) {
      cell.why()
          .forEach(
              (contestant, reason) ->
                  reasons
                      .computeIfAbsent(contestant + ": " + reason, key -> new ArrayList<>())
                      .add(cell.label()));
    }
    return reasons;
  }
}
