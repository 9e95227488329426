package org.hillock.opencl;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kernels of softmax, family by family, each made when first used. */
final class SoftmaxKernels {

  private final Engine engine;
  private final RowDevice on;
  private final Map<Family, RowKernels> families = new EnumMap<>(Family.class);
  private @Nullable Exchange exchange;

  SoftmaxKernels(Engine engine, Programs programs, Tuning tuning) {
    this.engine = engine;
    on = new RowDevice(engine.device(), programs, tuning);
  }

  /** Queues a softmax, computed by a family. */
  void run(Family family, RowCall call) {
    kernels(family).run(call);
  }

  private synchronized RowKernels kernels(Family family) {
    return families.computeIfAbsent(family, this::create);
  }

  private RowKernels create(Family family) {
    return switch (family) {
      case GROUP, ITEM -> new UnitRows(on, family);
      case GROUP_SPLIT, ITEM_SPLIT -> new SplitRows(engine, on, family);
      case TEAM, HELD -> new HeldRows(on, exchange(), family == Family.TEAM);
      case TINY -> new TinyRows(on);
      case DOWN -> new DownRows(on);
      case ABREAST, SHORT -> new AbreastRows(on, family);
    };
  }

  /** What works on the device, which is found out once. */
  private Exchange exchange() {
    Exchange found = exchange;
    if (found == null) {
      found = Exchange.of(engine, on.programs());
      exchange = found;
    }
    return found;
  }
}
