package org.hillock.opencl;

import org.hillock.backend.Device;

/**
 * How calls on data of the host are taken to a device.
 *
 * @param chunk the most elements of a chunk that can be cut, at least 1
 * @param tracks how many chunks are under way at a time, at most
 * @param pinned whether through pinned memory, as a link likes it; else as the driver does it
 */
record HostWay(long chunk, int tracks, boolean pinned) {

  /**
   * 2 MiB: over a fast link (25 to 50 GB/s) on the way for some ten times as long as a command
   * takes to begin; on a processor still in a core's cache when the kernel comes to it.
   */
  private static final long CHUNK = 1 << 19;

  /**
   * A core copies at some 10 GB/s, and each byte is copied twice, so that one alone keeps a link
   * waiting; the memory of a host is about used up by this many.
   */
  private static final int MOST_TRACKS = 8;

  /** The way that suits a device. */
  static HostWay of(Device device) {
    // An eighth, since an allocation may be larger than asked for, and calls need several.
    long chunk = Math.max(1, Math.min(CHUNK, device.maxAllocationBytes() / Float.BYTES / 8));
    if (device.type() == Device.Type.CPU) {
      return new HostWay(chunk, 1, false);
    }
    int threads = Runtime.getRuntime().availableProcessors();
    return new HostWay(chunk, Math.max(2, Math.min(MOST_TRACKS, threads)), true);
  }

  /** Makes a track; called inside {@link Engine#run}. */
  Track track(Engine engine, MemoryPool pool) {
    Queue queue = Queue.createTimed(engine);
    Stage first = null;
    try {
      first = stage(engine, pool, queue);
      return new Track(queue, first, stage(engine, pool, queue));
    } catch (RuntimeException e) {
      if (first != null) {
        first.release(queue);
      }
      queue.release();
      throw e;
    }
  }

  private Stage stage(Engine engine, MemoryPool pool, Queue queue) {
    long kept = chunk * Float.BYTES;
    return pinned ? new PinnedStage(engine, pool, queue, kept) : new PlainStage(pool, kept);
  }
}
