package org.hillock.opencl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hillock.insight.Saturation;
import org.jspecify.annotations.Nullable;

/** A kernel's arguments, put together. */
final class Arguments {

  private final List<Object> all = new ArrayList<>();

  /** Adds arguments but for those that are absent. */
  Arguments add(@Nullable Object... arguments) {
    for (Object argument : arguments) {
      if (argument != null) {
        all.add(argument);
      }
    }
    return this;
  }

  /** Adds the intervals, none of them behind the last. */
  Arguments add(Saturation flat) {
    return add(Arrays.copyOf(flat.from(), Saturation.MOST))
        .add(Arrays.copyOf(flat.to(), Saturation.MOST));
  }

  Object[] all() {
    return all.toArray();
  }
}
