package org.hillock.opencl;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Locale;
import org.hillock.backend.Device;
import org.hillock.backend.DeviceException;
import org.hillock.op.Softmax;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How neighbouring work-items exchange numbers: through registers where the device has a way that
 * works, else through local memory. That it works is found out, not believed: see {@code
 * team_probe.cl}.
 */
enum Exchange {
  /** Local memory and barriers. */
  LOCAL(1),
  /** NVIDIA's {@code shfl.sync}, which its OpenCL offers by inline PTX only. */
  PTX(32),
  /** Intel's subgroups, of a size that can be demanded; those of Khronos come in any size. */
  INTEL(16);

  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private static final List<String> PROBE =
      List.of("real.cl", "access.cl", "fold.cl", "team.cl", "team_probe.cl");

  private static final int PROBED_TEAM = 64;
  private static final int PROBED_WIDTH = 4;

  private final int subgroup;

  Exchange(int subgroup) {
    this.subgroup = subgroup;
  }

  /** What a device promises. */
  static Exchange promisedBy(ClDevice device) {
    if (device.processor()) {
      return LOCAL;
    }
    if (device.vendor().toLowerCase(Locale.ROOT).contains("nvidia")) {
      return PTX;
    }
    boolean intel =
        device.extensions().contains("cl_intel_subgroups")
            && device.extensions().contains("cl_intel_required_subgroup_size");
    return intel ? INTEL : LOCAL;
  }

  /** What works on a device: what it promises if the probe says so. */
  static Exchange of(Engine engine, Programs programs) {
    Exchange promised = promisedBy(engine.device());
    Device device = engine.device().description();
    if (promised == LOCAL || engine.device().maxGroup() < 2 * PROBED_TEAM) {
      return LOCAL;
    }
    try {
      if (promised.works(engine, programs)) {
        return promised;
      }
      LOG.warn("{}: {} gives other numbers than it should", device, promised);
    } catch (DeviceException e) {
      LOG.warn("{}: {} cannot be used: {}", device, promised, e.getMessage());
    }
    return LOCAL;
  }

  /** Adds what {@code team.cl} wants to be told. */
  Options options(Options options, int team) {
    return options
        .define("TEAM", team)
        .define("SUBGROUP", subgroup)
        .define("EXCHANGE_" + this, this != LOCAL);
  }

  /** Whether each work-item of a team gets the others' numbers; called inside Engine.run. */
  boolean works(Engine engine, Programs programs) {
    Options options =
        new Options()
            .define("WIDTH", PROBED_WIDTH)
            .define("LANES", Softmax.LANES)
            .define("TEAMS", 1)
            .define("TOGETHER", 2);
    Program program = programs.of(PROBE, options(options, PROBED_TEAM).toString());
    int group = 2 * PROBED_TEAM;
    float[] answers = new float[2 * PROBED_TEAM * group];
    Memory memory = Memory.take(engine, (long) answers.length * Float.BYTES, "a probe of " + this);
    try {
      HostCopy.write(engine.queue(), Span.of(memory), FloatBuffer.wrap(answers));
      program.kernel("probe").run(engine.queue(), 1, group, memory);
      HostCopy.read(engine.queue(), Span.of(memory), FloatBuffer.wrap(answers));
    } finally {
      memory.release();
    }
    boolean right = true;
    for (int reach = PROBED_TEAM / 2; reach > 0; reach /= 2) {
      for (int item = 0; item < group; item++) {
        float other = (item ^ reach) + 1;
        right &= answers[2 * reach * group + item] == other;
        right &= answers[(2 * reach + 1) * group + item] == PROBED_WIDTH * other;
      }
    }
    return right;
  }
}
