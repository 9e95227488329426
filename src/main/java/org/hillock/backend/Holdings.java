package org.hillock.backend;

import java.lang.ref.Cleaner;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the tensors and statistics of a backend hold, so that one that is lost without being closed
 * is found, given back and reported. With the system property {@code hillock.debug.leaks} set to
 * {@code true} when the backend is opened, reports say where the tensor was asked for, and tensors
 * that are open when the backend is closed are reported too.
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
    return hold(tensor, "a tensor of shape " + tensor.shape(), bytes, giveBack);
  }

  /**
   * Notes what statistics hold.
   *
   * @param statistics the statistics
   * @param bytes how much
   * @param giveBack gives it back, once; it must not know the statistics
   * @return what is to be closed with the statistics
   */
  public Holding hold(Statistics statistics, long bytes, Runnable giveBack) {
    String what =
        statistics.watch().units() == 0
            ? "statistics of tensors"
            : "statistics of %d units".formatted(statistics.watch().units());
    return hold(statistics, what, bytes, giveBack);
  }

  private Holding hold(Object owner, String what, long bytes, Runnable giveBack) {
    Holding holding = new Holding(what, bytes, giveBack);
    holding.cleanable = Holding.CLEANER.register(owner, holding);
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
          "{} is still open while {} is closed; its {} bytes are released",
          holding.what,
          device,
          holding.bytes,
          holding.origin);
    }
    open.clear();
  }

  /** What one tensor holds, or one of the statistics. */
  public final class Holding implements Runnable {

    private static final Cleaner CLEANER = Cleaner.create();

    private final String what;
    private final long bytes;
    private final Runnable giveBack;
    private final @Nullable Throwable origin;
    private Cleaner.@Nullable Cleanable cleanable;
    private volatile boolean given;

    private Holding(String what, long bytes, Runnable giveBack) {
      this.what = what;
      this.bytes = bytes;
      this.giveBack = giveBack;
      origin = debug ? new Throwable("it was asked for here") : null;
    }

    /** Gives back what was held, when its owner closes it. */
    public void close() {
      given = true;
      if (cleanable != null) {
        cleanable.clean();
      }
    }

    /** Gives back what was held; called once, by {@link #close} or the garbage collector. */
    @Override
    public void run() {
      open.remove(this);
      if (!given && !closed) {
        LOG.warn(
            "{} on {} was never closed; its {} bytes were released by the garbage collector{}",
            what,
            device,
            bytes,
            debug ? "" : " (-Dhillock.debug.leaks=true tells where it was asked for)",
            origin);
      }
      giveBack.run();
    }
  }
}
