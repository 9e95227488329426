package org.hillock.opencl;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jocl.CL;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;

/**
 * One device at work: its context, its queue, and all memory that was taken from it. Everything
 * that touches the device runs inside {@link #run}, so that nothing is released while it is used.
 */
final class Engine {

  private final ClDevice device;
  private final Calls calls;
  private final cl_context context;
  private volatile Queue queue;
  private volatile boolean timed;
  private volatile boolean lent;
  private final boolean given;
  private final Set<Memory> memories = ConcurrentHashMap.newKeySet();
  private final AtomicLong taken = new AtomicLong();
  private final List<BooleanSupplier> keepers = new CopyOnWriteArrayList<>();
  private final ReadWriteLock life = new ReentrantReadWriteLock();
  private boolean closed;

  /** Opens a device. */
  Engine(ClDevice device) {
    this.device = device;
    given = false;
    calls = new Calls(device.description().toString());
    cl_context_properties properties = new cl_context_properties();
    properties.addProperty(CL.CL_CONTEXT_PLATFORM, device.platform());
    context =
        calls.create(
            "clCreateContext",
            status ->
                CL.clCreateContext(
                    properties, 1, new cl_device_id[] {device.handle()}, null, null, status));
    try {
      queue = Queue.create(this);
    } catch (RuntimeException e) {
      calls.release("clReleaseContext", () -> CL.clReleaseContext(context));
      throw e;
    }
  }

  /** Works on a context and a queue of a user's, and holds references to them. */
  Engine(ClDevice device, cl_context context, cl_command_queue queue) {
    this.device = device;
    this.context = context;
    given = true;
    calls = new Calls(device.description().toString());
    calls.check("clRetainContext", () -> CL.clRetainContext(context));
    try {
      this.queue = Queue.hold(calls, queue);
      timed = GivenQueue.keepsTimes(calls, queue);
    } catch (RuntimeException e) {
      calls.release("clReleaseContext", () -> CL.clReleaseContext(context));
      throw e;
    }
  }

  ClDevice device() {
    return device;
  }

  Calls calls() {
    return calls;
  }

  cl_context context() {
    return context;
  }

  /** The queue that calls share: each comes behind all that was asked before. */
  Queue queue() {
    return queue;
  }

  /** The queue, which stays the one that calls share from now on: somebody else may use it. */
  Queue lend() {
    lent = true;
    return queue;
  }

  /**
   * Has the queue keep the times of what is put into it from now on. Waits until it is empty, and
   * puts one in its place that does: a driver may be a little slower with it. A user's queue stays,
   * and so does one that a user has been given.
   *
   * @return whether it does
   */
  boolean keepTimes() {
    if (given || lent || timed) {
      return timed;
    }
    life.writeLock().lock();
    try {
      if (!timed && !lent && !closed) {
        Queue better = Queue.createTimed(this);
        queue.finishQuietly();
        queue.release();
        queue = better;
        timed = true;
      }
      return timed;
    } finally {
      life.writeLock().unlock();
    }
  }

  /** Does something on the device, which stays open meanwhile. */
  <T> T run(Supplier<T> work) {
    Lock reading = life.readLock();
    reading.lock();
    try {
      if (closed) {
        throw new IllegalStateException(device.description() + " is closed");
      }
      return work.get();
    } finally {
      reading.unlock();
    }
  }

  /** Does something that gives back if the device is open; otherwise all was given back with it. */
  void giveBack(Runnable work) {
    Lock reading = life.readLock();
    reading.lock();
    try {
      if (!closed) {
        work.run();
      }
    } finally {
      reading.unlock();
    }
  }

  /**
   * Says who keeps memory for later.
   *
   * @param giveUp releases it, and says whether there was any
   */
  void keptBy(BooleanSupplier giveUp) {
    keepers.add(giveUp);
  }

  /** Has all memory released that is kept for later; whether there was any. */
  boolean makeRoom() {
    boolean any = false;
    for (BooleanSupplier keeper : keepers) {
      any |= keeper.getAsBoolean();
    }
    return any;
  }

  void remember(Memory memory) {
    memories.add(memory);
    taken.addAndGet(memory.bytesTaken());
  }

  /** How many pieces of memory are held; for tests. */
  int memoriesHeld() {
    return memories.size();
  }

  /** How much memory was taken from the device. */
  long bytesTaken() {
    return taken.get();
  }

  void forget(Memory memory) {
    memories.remove(memory);
    taken.addAndGet(-memory.bytesTaken());
  }

  /**
   * Waits for calls under way, then releases the given things, all memory, the queue and the
   * context; of what is a user's, our references. A driver that fails now is not asked again.
   */
  void close(Runnable first) {
    life.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      queue.finishQuietly();
      try {
        first.run();
      } finally {
        memories.forEach(Memory::destroy);
        memories.clear();
        queue.release();
        calls.release("clReleaseContext", () -> CL.clReleaseContext(context));
      }
    } finally {
      life.writeLock().unlock();
    }
  }
}
