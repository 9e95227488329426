package org.hillock.opencl;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kernels of softmax, family by family, each made when first used. */
final class SoftmaxKernels {

  private final Engine engine;
  private final Programs programs;
  private final Tuning tuning;
  private final Map<Family, RowKernels> families = new EnumMap<>(Family.class);
  private @Nullable Exchange exchange;

  SoftmaxKernels(Engine engine, Programs programs, Tuning tuning) {
    this.engine = engine;
    this.programs = programs;
    this.tuning = tuning;
  }

  /** Queues a softmax, computed by a family. */
  void run(Family family, RowCall call) {
    kernels(family).run(call);
  }

  private synchronized RowKernels kernels(Family family) {
    return families.computeIfAbsent(family, this::create);
  }

  private RowKernels create(Family family) {
    ClDevice device = engine.device();
    return switch (family) {
      case GROUP, ITEM -> new UnitRows(device, programs, family);
      case GROUP_SPLIT, ITEM_SPLIT -> new SplitRows(engine, programs, family);
      case TEAM, HELD -> new HeldRows(device, programs, exchange(), tuning, family == Family.TEAM);
      case TINY -> new TinyRows(device, programs, tuning);
      case DOWN -> new DownRows(device, programs, tuning);
      case ABREAST, SHORT -> new AbreastRows(device, programs, family);
    };
  }

  /** What works on the device, which is found out once. */
  private Exchange exchange() {
    Exchange found = exchange;
    if (found == null) {
      found = Exchange.of(engine, programs);
      exchange = found;
    }
    return found;
  }
}
