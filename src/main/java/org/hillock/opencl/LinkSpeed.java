package org.hillock.opencl;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jocl.CL;
import org.jocl.Pointer;

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
      double pageableUp = speed(() -> HostCopy.write(up, Span.of(in), FloatBuffer.wrap(array)));
      double pageableDown = speed(() -> HostCopy.read(down, Span.of(out), FloatBuffer.wrap(array)));
      return new Diagnostics.Link(pinnedUp, pinnedDown, both, pageableUp, pageableDown);
    } finally {
      in.release();
      out.release();
    }
  }

  private void up(Memory to, Pinned from) {
    to.write(up, 0, bytes, Pointer.to(from.view), false);
    up.flush();
  }

  private void down(Memory from, Pinned to) {
    from.read(down, 0, bytes, Pointer.to(to.view), null);
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

    private final Memory memory = Memory.takePinned(engine, bytes, "a transfer");
    private final ByteBuffer view = memory.map(up, CL.CL_MAP_READ | CL.CL_MAP_WRITE, bytes);

    @Override
    public void close() {
      memory.unmap(up, view);
      up.finish();
      memory.release();
    }
  }
}
