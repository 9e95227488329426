package org.hillock.backend;

import java.nio.FloatBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A backend that computes a call on host arrays elsewhere when its device fails, says so once, and
 * leaves the device alone from then on. A request that is only too large for the device goes
 * elsewhere by itself. Resident data cannot be moved by a device that fails: calls on tensors throw
 * as before.
 */
public final class FallbackBackend extends WrappingBackend {

  private static final Logger LOG = LoggerFactory.getLogger(FallbackBackend.class);

  private final Backend first;
  private final Backend second;
  private final AtomicBoolean failed;

  /**
   * Wraps a backend.
   *
   * @param first the backend to use while it works; closed with this one
   * @param second the one to use afterwards; left open
   */
  public FallbackBackend(Backend first, Backend second) {
    this(first, second, new AtomicBoolean());
  }

  private FallbackBackend(Backend first, Backend second, AtomicBoolean failed) {
    super(first);
    this.first = first;
    this.second = second;
    this.failed = failed;
  }

  @Override
  public Device device() {
    return failed.get() ? second.device() : first.device();
  }

  @Override
  public void forward(Operation operation, Shape shape, float[] x, float[] y) {
    run(backend -> backend.forward(operation, shape, x, y), x == y);
  }

  @Override
  public void backward(Operation operation, Shape shape, float[] saved, float[] dy, float[] dx) {
    run(backend -> backend.backward(operation, shape, saved, dy, dx), dx == saved || dx == dy);
  }

  @Override
  public Backend profiled(Consumer<Profile> listener) {
    return new FallbackBackend(first.profiled(listener), second.profiled(listener), failed);
  }

  @Override
  public void forward(Operation operation, Shape shape, FloatBuffer x, FloatBuffer y) {
    run(backend -> backend.forward(operation, shape, x, y), mayShare(x, y));
  }

  @Override
  public void backward(
      Operation operation, Shape shape, FloatBuffer saved, FloatBuffer dy, FloatBuffer dx) {
    boolean inPlace = mayShare(dx, saved) || mayShare(dx, dy);
    run(backend -> backend.backward(operation, shape, saved, dy, dx), inPlace);
  }

  /** Whether writing one buffer may change the other: of direct ones nobody can tell. */
  private static boolean mayShare(FloatBuffer a, FloatBuffer b) {
    boolean arrays = a.hasArray() && b.hasArray();
    return arrays ? a.array() == b.array() : a.isDirect() == b.isDirect();
  }

  private void run(Consumer<Backend> call, boolean inPlace) {
    if (!failed.get()) {
      try {
        call.accept(first);
        return;
      } catch (DeviceException e) {
        if (!e.isTooLarge()) {
          leave(e);
        }
        if (inPlace && !e.inputsIntact()) {
          throw e;
        }
      }
    }
    call.accept(second);
  }

  private void leave(DeviceException cause) {
    if (failed.compareAndSet(false, true)) {
      LOG.warn(
          "{} failed and is left alone from now on; {} computes instead: {}",
          first.device(),
          second.device(),
          cause.getMessage());
    }
  }
}
