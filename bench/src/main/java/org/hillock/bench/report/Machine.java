package org.hillock.bench.report;

import java.util.List;
import org.hillock.backend.Device;
import org.jspecify.annotations.Nullable;

/**
 * Where and when a report was made.
 *
 * @param version Hillock's version
 * @param date the day and the time, for people
 * @param java the Java that ran it
 * @param os the operating system
 * @param processors how many processors Java sees
 * @param quick whether it was a first look, with few and short measurements
 * @param chosen the id of the device that is used when none is asked for
 * @param choice why
 * @param devices all there are
 * @param refusals why others are not among them
 * @param openClUnavailable why OpenCL cannot be used; null when it can
 */
public record Machine(
    String version,
    String date,
    String java,
    String os,
    int processors,
    boolean quick,
    String chosen,
    String choice,
    List<Device> devices,
    List<String> refusals,
    @Nullable String openClUnavailable) {}
