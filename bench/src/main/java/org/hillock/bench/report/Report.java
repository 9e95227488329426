package org.hillock.bench.report;

import java.util.List;
import org.hillock.bench.verify.DeviceReport;
import org.jspecify.annotations.Nullable;

/**
 * All that the page knows.
 *
 * @param machine where it was found out
 * @param curves the functions
 * @param errors how wrong results are
 * @param speeds how fast they come, by device and shape; empty for a device that failed
 * @param verification whether every device gives the same bits
 * @param peers other libraries; null if nothing is known
 * @param experiment networks trained; null if nothing is known
 */
public record Report(
    Machine machine,
    Curves curves,
    Errors.Result errors,
    List<Speed> speeds,
    List<DeviceReport> verification,
    @Nullable Peers peers,
    @Nullable Experiment experiment) {}
