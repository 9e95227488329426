package org.hillock.bench.gpu;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param pytorch PyTorch, if it took part
 * @param seconds how long each piece of work was timed, about
 * @param rotation how many bytes the sets of data have together at least
 * @param families what was found of the bits
 * @param launch what a launch costs
 * @param cells operations on resident data
 * @param transfers the link, and calls on host arrays
 * @param openings how long the device takes to open
 * @param why why a part of it is not there, by the part's name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GpuResult(
    String date,
    List<String> command,
    Machine machine,
    PyTorch.@Nullable About pytorch,
    double seconds,
    long rotation,
    List<FamilyCheck.Result> families,
    @Nullable LaunchCost launch,
    List<CellResult> cells,
    @Nullable Transfers transfers,
    List<Opening> openings,
    Map<String, String> why) {

  /**
   * Whether every family that was checked gives the right bits.
   *
   * @return also true where none was checked
   */
  public boolean sameBits() {
    return families.stream().allMatch(FamilyCheck.Result::ok);
  }
}
