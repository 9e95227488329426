package org.hillock.opencl;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_mem;

/** Times transfers between the host and a device. Used inside {@link Engine#run}. */
final class LinkSpeed implements AutoCloseable {

  private static final int RUNS = 7;

  private final Engine engine;
  private final long bytes;
  private final Queue up;
  private final Queue down;

  private LinkSpeed(Engine engine, long bytes) {
    this.engine = engine;
    this.bytes = bytes;
    up = Queue.create(engine);
    down = Queue.create(engine);
  }

  static Diagnostics.Link measure(Engine engine, long bytes) {
    try (LinkSpeed speed = new LinkSpeed(engine, bytes)) {
      return speed.measure();
    }
  }

  private Diagnostics.Link measure() {
    String what = "a transfer";
    Memory in = Memory.take(engine, bytes, what);
    Memory out = Memory.take(engine, bytes, what);
    try (Pinned from = new Pinned();
        Pinned to = new Pinned()) {
      float[] array = new float[(int) (bytes / Float.BYTES)];
      double pinnedUp = speed(() -> up(in, from));
      double pinnedDown = speed(() -> down(out, to));
      double both =
          2
              * speed(
                  () -> {
                    up(in, from);
                    down(out, to);
                  });
      double pageableUp = speed(() -> in.write(up, array));
      double pageableDown = speed(() -> out.read(down, array));
      return new Diagnostics.Link(pinnedUp, pinnedDown, both, pageableUp, pageableDown);
    } finally {
      in.release();
      out.release();
    }
  }

  private void up(Memory to, Pinned from) {
    up.put(
        "clEnqueueWriteBuffer",
        q ->
            CL.clEnqueueWriteBuffer(
                q, to.handle(), false, 0, bytes, Pointer.to(from.view), 0, null, null));
    up.flush();
  }

  private void down(Memory from, Pinned to) {
    down.put(
        "clEnqueueReadBuffer",
        q ->
            CL.clEnqueueReadBuffer(
                q, from.handle(), false, 0, bytes, Pointer.to(to.view), 0, null, null));
    down.flush();
  }

  /** The median speed, in 10^9 bytes a second; the first run does not count. */
  private double speed(Runnable transfer) {
    long[] nanos = new long[1 + RUNS];
    for (int run = 0; run < nanos.length; run++) {
      long start = System.nanoTime();
      transfer.run();
      up.finish();
      down.finish();
      nanos[run] = System.nanoTime() - start;
    }
    Arrays.sort(nanos, 1, nanos.length);
    return bytes / (double) Math.max(1, nanos[1 + RUNS / 2]);
  }

  @Override
  public void close() {
    up.finishQuietly();
    down.finishQuietly();
    up.release();
    down.release();
  }

  /** Memory of the host that the driver has pinned for transfers, mapped as long as this lives. */
  private final class Pinned implements AutoCloseable {

    private final cl_mem handle;
    private final ByteBuffer view;

    Pinned() {
      int flags = (int) (CL.CL_MEM_READ_WRITE | CL.CL_MEM_ALLOC_HOST_PTR);
      handle =
          engine
              .calls()
              .create(
                  "clCreateBuffer",
                  status -> CL.clCreateBuffer(engine.context(), flags, bytes, null, status));
      ByteBuffer[] mapped = {null};
      up.put(
          "clEnqueueMapBuffer",
          q -> {
            int[] status = {CL.CL_SUCCESS};
            mapped[0] =
                CL.clEnqueueMapBuffer(
                    q,
                    handle,
                    true,
                    CL.CL_MAP_READ | CL.CL_MAP_WRITE,
                    0,
                    bytes,
                    0,
                    null,
                    null,
                    status);
            return status[0];
          });
      view = mapped[0];
    }

    @Override
    public void close() {
      up.put(
          "clEnqueueUnmapMemObject",
          q -> CL.clEnqueueUnmapMemObject(q, handle, view, 0, null, null));
      up.finish();
      engine.calls().release("clReleaseMemObject", () -> CL.clReleaseMemObject(handle));
    }
  }
}
