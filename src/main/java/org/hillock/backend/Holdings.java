package org.hillock.backend;

import java.lang.ref.Cleaner;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the tensors of a backend hold, so that one that is lost without being closed is found, given
 * back and reported. With the system property {@code hillock.debug.leaks} set to {@code true} when
 * the backend is opened, reports say where the tensor was asked for, and tensors that are open when
 * the backend is closed are reported too.
 */
public final class Holdings {

  private static final Logger LOG = LoggerFactory.getLogger(Tensor.class);

  private final Device device;
  private final boolean debug = Boolean.getBoolean("hillock.debug.leaks");
  private final Set<Holding> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Nothing yet.
   *
   * @param device what reports name
   */
  public Holdings(Device device) {
    this.device = device;
  }

  /**
   * Whether tensors remember where they were asked for.
   *
   * @return whether {@code hillock.debug.leaks} was set
   */
  public boolean debug() {
    return debug;
  }

  /**
   * Notes what a tensor holds.
   *
   * @param tensor the tensor
   * @param bytes how much
   * @param giveBack gives it back, once; it must not know the tensor, or the tensor would never be
   *     lost
   * @return what is to be closed with the tensor
   */
  public Holding hold(Tensor tensor, long bytes, Runnable giveBack) {
    Holding holding = new Holding(tensor.shape().toString(), bytes, giveBack);
    holding.cleanable = Holding.CLEANER.register(tensor, holding);
    if (debug) {
      open.add(holding);
    }
    return holding;
  }

  /** Ends the watch, when the backend is closed and all is given back with it. */
  public void close() {
    closed = true;
    for (Holding holding : open) {
      LOG.warn(
          "a tensor of shape {} is still open while {} is closed; its {} bytes are released",
          holding.shape,
          device,
          holding.bytes,
          holding.origin);
    }
    open.clear();
  }

  /** What one tensor holds. */
  public final class Holding implements Runnable {

    private static final Cleaner CLEANER = Cleaner.create();

    private final String shape;
    private final long bytes;
    private final Runnable giveBack;
    private final @Nullable Throwable origin;
    private Cleaner.@Nullable Cleanable cleanable;
    private volatile boolean given;

    private Holding(String shape, long bytes, Runnable giveBack) {
      this.shape = shape;
      this.bytes = bytes;
      this.giveBack = giveBack;
      origin = debug ? new Throwable("the tensor was asked for here") : null;
    }

    /** Gives back what the tensor held, when its owner closes it. */
    public void close() {
      given = true;
      if (cleanable != null) {
        cleanable.clean();
      }
    }

    /** Gives back what the tensor held; called once, by {@link #close} or the garbage collector. */
    @Override
    public void run() {
      open.remove(this);
      if (!given && !closed) {
        LOG.warn(
            "a tensor of shape {} on {} was never closed; its {} bytes were released by the garbage"
                + " collector{}",
            shape,
            device,
            bytes,
            debug ? "" : " (-Dhillock.debug.leaks=true tells where it was asked for)",
            origin);
      }
      giveBack.run();
    }
  }
}
