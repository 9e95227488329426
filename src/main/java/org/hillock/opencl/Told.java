package org.hillock.opencl;

import java.util.function.Consumer;
import org.hillock.backend.Profile;
import org.hillock.op.Direction;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Calls that a listener, if there is one, is told of: then the times of their kernels are kept.
 *
 * @param parts of the backend
 * @param listener told of each call once it is done; or null
 */
record Told(Parts parts, @Nullable Consumer<Profile> listener) {

  /** Has an operation computed; inside {@link Engine#run}. */
  void of(Operation operation, Direction direction, Shape shape, Consumer<Computation> call) {
    if (listener == null) {
      call.accept(parts.kernels()::run);
    } else {
      parts.timings().record(operation, direction, shape, listener, call);
    }
  }

  /** Has something queued; inside {@link Engine#run}. */
  void queued(Operation operation, Direction direction, Shape shape, Consumer<Queue> call) {
    Queue queue = parts.engine().queue();
    if (listener == null) {
      call.accept(queue);
    } else {
      parts
          .timings()
          .recordQueue(
              operation,
              direction,
              shape,
              listener,
              recording -> call.accept(queue.recorded(recording)));
    }
  }

  /** Tells of the calls that are done; outside of {@link Engine#run}. */
  void tell() {
    if (listener != null) {
      parts.timings().tell();
    }
  }
}
